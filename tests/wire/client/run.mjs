// node run.mjs <flow>: runs it, and prints what it saw as JSON.
const { run } = await import(`./flows/${process.argv[2]}.mjs`);
console.log(JSON.stringify(await run()));
