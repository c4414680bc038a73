// Everything that can be judged without a database, in two minutes. `--no-tests` leaves the unit tests out.
import { join } from 'node:path'
import { root } from './fetch-node.mjs'
import { runSteps } from './steps.mjs'

const node = process.execPath
const modules = join(root, 'node_modules')
const vitest = join(modules, 'vitest', 'vitest.mjs')

// The longest first. Both TypeScripts call their program `tsc`, so each is named by its path.
const failed = await runSteps({
  ...(process.argv.includes('--no-tests')
    ? {}
    : // The types of the type tests are judged by the compilers below.
      { 'unit tests': [node, vitest, 'run', '--project=unit*', '--typecheck.enabled=false'] }),
  'types, TypeScript 6': [node, join(modules, 'typescript', 'bin', 'tsc'), '-p', 'tsconfig.json'],
  'types, TypeScript 7': [node, join(modules, 'typescript7', 'bin', 'tsc'), '-p', 'tsconfig.json'],
  'format and lint': [node, join(modules, '@biomejs', 'biome', 'bin', 'biome'), 'check', '--error-on-warnings'],
  layers: [node, 'tools/layers.mjs'],
  'references of documents': [node, 'tools/document-references.mjs'],
})
if (failed > 0) console.log(`\n${failed} failed; \`npm run check:fix\` repairs format and lint where it can`)
process.exitCode = failed > 0 ? 1 : 0
