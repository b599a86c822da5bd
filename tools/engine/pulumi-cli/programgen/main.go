// Writes programs in other languages from programs in YAML: programgen <schema.json>, which reads
// {"name": "a YAML program", …} and writes {"name": {"python": …, "typescript": …, …}, …}.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/blang/semver"
	"github.com/hashicorp/hcl/v2"
	dotnetgen "github.com/pulumi/pulumi-dotnet/pulumi-language-dotnet/v3/codegen"
	javagen "github.com/pulumi/pulumi-java/pkg/codegen/java"
	"github.com/pulumi/pulumi-yaml/pkg/pulumiyaml"
	yamlgen "github.com/pulumi/pulumi-yaml/pkg/pulumiyaml/codegen"
	gogen "github.com/pulumi/pulumi/pkg/v3/codegen/go"
	nodejsgen "github.com/pulumi/pulumi/pkg/v3/codegen/nodejs"
	"github.com/pulumi/pulumi/pkg/v3/codegen/pcl"
	pythongen "github.com/pulumi/pulumi/pkg/v3/codegen/python"
	"github.com/pulumi/pulumi/pkg/v3/codegen/schema"
)

type generate = func(*pcl.Program) (map[string][]byte, hcl.Diagnostics, error)

var languages = map[string]generate{
	"typescript": nodejsgen.GenerateProgram,
	"python":     pythongen.GenerateProgram,
	"go":         gogen.GenerateProgram,
	"csharp":     dotnetgen.GenerateProgram,
	"java":       javagen.GenerateProgram,
}

// ours knows one package, the schema's, and binds it once.
type ours struct {
	spec  schema.PackageSpec
	bound *schema.Package
}

func (l *ours) LoadPackageV2(_ context.Context, d *schema.PackageDescriptor) (*schema.Package, error) {
	if d.Name != l.spec.Name {
		return nil, fmt.Errorf("no package %s, only %s", d.Name, l.spec.Name)
	}
	if l.bound == nil {
		pkg, diags, err := schema.BindSpec(l.spec, l, schema.ValidationOptions{})
		if err != nil {
			return nil, err
		}
		if diags.HasErrors() {
			return nil, diags
		}
		l.bound = pkg
	}
	return l.bound, nil
}

func (l *ours) LoadPackage(name string, version *semver.Version) (*schema.Package, error) {
	return l.LoadPackageV2(context.Background(), &schema.PackageDescriptor{Name: name, Version: version})
}

func (l *ours) LoadPackageReferenceV2(
	ctx context.Context, d *schema.PackageDescriptor,
) (schema.PackageReference, error) {
	pkg, err := l.LoadPackageV2(ctx, d)
	if err != nil {
		return nil, err
	}
	return pkg.Reference(), nil
}

func (l *ours) LoadPackageReference(name string, version *semver.Version) (schema.PackageReference, error) {
	return l.LoadPackageReferenceV2(context.Background(), &schema.PackageDescriptor{Name: name, Version: version})
}

// converted is a program in one language. Each gets a program of its own: generators change it.
func converted(name, program string, loader schema.ReferenceLoader, into generate) (string, error) {
	template, problems, err := pulumiyaml.LoadYAML(name, strings.NewReader(program))
	if err != nil {
		return "", err
	}
	if problems.HasErrors() {
		return "", problems
	}
	bound, diags, err := yamlgen.EjectProgram(template, loader)
	if err != nil {
		return "", err
	}
	files, more, err := into(bound)
	if err != nil {
		return "", err
	}
	if diags = append(diags, more...); len(diags) > 0 {
		return "", diags
	}
	return one(files)
}

// one is the file with the program; an SDK's project files are none of our business.
func one(files map[string][]byte) (string, error) {
	if len(files) != 1 {
		return "", fmt.Errorf("it becomes %d files", len(files))
	}
	for _, body := range files {
		return string(body), nil
	}
	return "", nil
}

func run() error {
	raw, err := os.ReadFile(os.Args[1])
	if err != nil {
		return err
	}
	loader := &ours{}
	if err := json.Unmarshal(raw, &loader.spec); err != nil {
		return err
	}
	read, err := io.ReadAll(os.Stdin)
	if err != nil {
		return err
	}
	var programs map[string]string
	if err := json.Unmarshal(read, &programs); err != nil {
		return err
	}
	made := map[string]map[string]string{}
	for name, program := range programs {
		made[name] = map[string]string{}
		for language, into := range languages {
			text, err := converted(name, program, loader, into)
			if err != nil {
				return fmt.Errorf("%s in %s: %w", name, language, err)
			}
			made[name][language] = text
		}
	}
	return json.NewEncoder(os.Stdout).Encode(made)
}

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "programgen:", err)
		os.Exit(1)
	}
}
