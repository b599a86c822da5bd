"""tools/docs/corrections.py: what the generators get wrong for our schema."""

from __future__ import annotations

from typing import Any

from tools.docs.corrections import corrected

SCHEMA: dict[str, Any] = {
    "name": "wix-data",
    "language": {"java": {"basePackage": "io.github.ours"}},
    "types": {
        "wix-data:index:Colour": {"enum": [{"name": "DarkRed", "value": "DARK_RED"}]},
    },
    "resources": {
        "wix-data:index:Box": {
            "inputProperties": {"colour": {"$ref": "#/types/wix-data:index:Colour"}}
        }
    },
}
JAVA = """package generated_program;

import com.pulumi.Context;
import com.pulumi.core.Output;
import com.pulumi.wixdata.WixdataFunctions;
import com.pulumi.wixdata.inputs.GetBoxesArgs;
import io.github.ours.wixdata.Box;
import java.util.Map;
import java.io.File;

public class App {
    public static void stack(Context ctx) {
        var box = new Box("box").colour("DARK_RED").label("DARK_RED").of(Map.of("a", 1));
        final var found = WixdataFunctions.getBoxes(GetBoxesArgs.builder()
            .build());

        ctx.export("boxes", found.boxes());
    }
}
"""


def test_java_imports_from_the_base_package_and_only_what_it_uses() -> None:
    program = corrected("java", JAVA, SCHEMA)
    imports = [line for line in program.splitlines() if line.startswith("import ")]
    assert imports == [
        "import com.pulumi.Context;",
        "import io.github.ours.wixdata.WixdataFunctions;",
        "import io.github.ours.wixdata.inputs.GetBoxesArgs;",
        "import io.github.ours.wixdata.Box;",
        "import io.github.ours.wixdata.enums.Colour;",
        "import java.util.Map;",
    ]


def test_java_gets_an_enum_where_the_property_is_one() -> None:
    program = corrected("java", JAVA, SCHEMA)
    assert '.colour(Colour.DarkRed).label("DARK_RED")' in program


def test_java_reads_the_result_of_a_function_in_its_output() -> None:
    program = corrected("java", JAVA, SCHEMA)
    assert 'ctx.export("boxes", found.applyValue(result -> result.boxes()));' in program


def test_go_exports_inputs_and_its_maps_take_anything() -> None:
    program = 'found, err := wixdata.GetJobs(ctx, map[string]map[string][]string{"a": {}})\n'
    program += '\tctx.Export("jobs", found.Jobs)\n\tctx.Export("rows", box.Rows)\n'
    made = corrected("go", program, SCHEMA)
    assert "(ctx, map[string]interface{}{" in made
    assert 'ctx.Export("jobs", pulumi.Any(found.Jobs))' in made
    assert 'ctx.Export("rows", box.Rows)' in made


def test_no_line_ends_in_blanks_and_the_text_in_one_newline() -> None:
    assert corrected("csharp", "new A   \n{\n}\n\n\n", SCHEMA) == "new A\n{\n}\n"


def test_typescript_and_python_stay_as_they_are() -> None:
    for language in ("typescript", "python"):
        assert corrected(language, 'a.colour("DARK_RED")\n', SCHEMA) == 'a.colour("DARK_RED")\n'
