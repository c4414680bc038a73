import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { build } from 'tsdown'
import { comparison } from './comparison.ts'
import type { Contender } from './contender.ts'

const root = join(import.meta.dirname, '..', '..')
const run = promisify(execFile)

/** Builds core as it is published, without its types, into a folder of its own. */
async function buildCore(folder: string): Promise<string> {
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}')
  await build({
    cwd: join(root, 'packages', 'core'),
    config: false,
    entry: ['src/index.ts'],
    root: 'src',
    outDir: join(folder, 'dist'),
    format: 'esm',
    platform: 'neutral',
    target: 'es2024',
    fixedExtension: false,
    unbundle: true,
    dts: false,
    tsconfig: join(root, 'tsconfig.json'),
    logLevel: 'error',
    inputOptions: { checks: { pluginTimings: false } },
  })
  return pathToFileURL(join(folder, 'dist', 'index.js')).href
}

/** Imports a module in a process of its own; gives the milliseconds of the import alone. */
function importing(name: string, url: string): Contender {
  const program = `const started = performance.now(); await import(${JSON.stringify(url)}); console.log(performance.now() - started)`
  // A compile cache would make the second import of a file warm.
  const env = { ...process.env, NODE_DISABLE_COMPILE_CACHE: '1', NODE_OPTIONS: '' }
  return {
    name,
    async run() {
      const { stdout } = await run(process.execPath, ['--input-type=module', '-e', program], { env })
      return Number(stdout)
    },
  }
}

export const coreImport = comparison({
  name: 'core-import',
  about: 'first import of the built core in a new process, without the Temporal polyfill; baseline: Kysely',
  unit: 'ms',
  target: 1.5,
  timing: 'self-timed',
  async open() {
    const folder = mkdtempSync(join(tmpdir(), 'vantage-bench-core-'))
    const close = () => rmSync(folder, { recursive: true, force: true })
    try {
      const core = await buildCore(folder)
      return {
        baseline: importing('kysely', import.meta.resolve('kysely')),
        ours: importing('vantage', core),
        peers: [importing('drizzle', import.meta.resolve('drizzle-orm'))],
        [Symbol.asyncDispose]: async () => close(),
      }
    } catch (thrown) {
      close()
      throw thrown
    }
  },
})
