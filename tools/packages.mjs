// Builds every published package into its dist, then judges what a user would install: the packed files, their types, and that each
// entry loads without the sources.
import { copyFileSync, existsSync, globSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'tsdown'
import { root } from './fetch-node.mjs'
import { runSteps } from './steps.mjs'

const published = globSync('{packages,adapters,surfaces,testing}/*/package.json', { cwd: root })
  .sort()
  .map(file => ({ folder: join(root, file, '..'), manifest: JSON.parse(readFileSync(join(root, file), 'utf8')) }))
  .filter(({ manifest }) => !manifest.private)

const entriesOf = manifest => Object.values(manifest.exports).map(entry => entry['@vantage-ts/source'])

async function buildPackage({ folder, manifest }) {
  rmSync(join(folder, 'dist'), { recursive: true, force: true })
  await build({
    cwd: folder,
    config: false,
    entry: entriesOf(manifest),
    root: 'src',
    format: 'esm',
    platform: 'neutral',
    target: 'es2024',
    fixedExtension: false,
    unbundle: true,
    sourcemap: true,
    dts: { sourcemap: false },
    tsconfig: join(root, 'tsconfig.json'),
    logLevel: 'warn',
    inputOptions: { external: [/^node:/], checks: { pluginTimings: false } },
  })
  copyFileSync(join(root, 'LICENSE'), join(folder, 'LICENSE'))
}

const started = performance.now()
for (const one of published) await buildPackage(one)
console.log(`ok   build of ${published.length} packages (${((performance.now() - started) / 1000).toFixed(1)} s)`)

const node = process.execPath
const bin = (...path) => join(root, 'node_modules', ...path)
const judge = ({ folder, manifest: { name } }) => [
  [`${name}: publint`, [node, bin('publint', 'src', 'cli.js'), '--strict', folder]],
  [
    `${name}: types as users resolve them`,
    [node, bin('@arethetypeswrong', 'cli', 'dist', 'index.js'), '--pack', folder, '--profile', 'esm-only'],
  ],
]
const names = published.flatMap(({ manifest }) =>
  Object.keys(manifest.exports).map(entry => manifest.name + entry.slice(1)),
)
const load = `for (const name of ${JSON.stringify(names)}) await import(name)`
const failed = await runSteps({
  ...Object.fromEntries(published.flatMap(judge)),
  'every entry loads from dist': [node, '--input-type=module', '-e', load],
})
const missing = published.flatMap(({ folder, manifest }) =>
  entriesOf(manifest).filter(entry => !existsSync(join(folder, entry))),
)
process.exitCode = failed + missing.length > 0 ? 1 : 0
