import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { build, type Metafile } from 'esbuild'
import { type Benchmark, counted } from './benchmark.ts'
import { rounded } from './comparison.ts'

const root = join(import.meta.dirname, '..', '..')
const targetBytes = 20_000

interface Bundle {
  readonly bytes: number
  readonly inputs: Metafile['outputs'][string]['inputs']
}

/** What a browser would load for everything a package exports: one minified ES module, gzipped at its best. */
async function bundled(source: string, external: readonly string[] = []): Promise<Bundle> {
  const { outputFiles, metafile } = await build({
    stdin: { contents: source, resolveDir: import.meta.dirname, loader: 'ts' },
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2024',
    platform: 'browser',
    conditions: ['@vantage-ts/source'],
    external: [...external],
    write: false,
    metafile: true,
    absWorkingDir: root,
  })
  const [output] = Object.values(metafile.outputs)
  const [file] = outputFiles
  if (file === undefined || output === undefined) throw new Error('esbuild gave no output')
  return { bytes: gzipSync(file.contents, { level: 9 }).length, inputs: output.inputs }
}

/** The minified bytes of each folder of core, the largest first. */
function sharesOf({ inputs }: Bundle): string {
  const shares = new Map<string, number>()
  for (const [file, { bytesInOutput }] of Object.entries(inputs)) {
    const folder = /packages\/core\/src\/([^/]+)\//.exec(file)?.[1] ?? 'entry'
    shares.set(folder, (shares.get(folder) ?? 0) + bytesInOutput)
  }
  return [...shares]
    .sort(([, a], [, b]) => b - a)
    .map(([folder, bytes]) => `${folder} ${(bytes / 1000).toFixed(1)}`)
    .join(', ')
}

async function peerSize(source: string, ours: number) {
  const { bytes } = await bundled(source, ['better-sqlite3'])
  return { value: bytes, ratio: rounded(bytes / ours), interval: null }
}

export const coreSize: Benchmark = {
  name: 'core-size',
  about: 'everything core exports, without memory and the Temporal polyfill: bundled, minified, gzipped',
  async run() {
    const core = await bundled(`export * from '@vantage-ts/core'`, ['temporal-polyfill'])
    const ours = core.bytes
    const result = counted({
      name: 'core-size',
      unit: 'bytes',
      ours,
      target: targetBytes,
      bound: 'at most',
      peers: {
        kysely: await peerSize(`export * from 'kysely'`, ours),
        'drizzle (sqlite)': await peerSize(
          `export * from 'drizzle-orm'; export * from 'drizzle-orm/sqlite-core'; export * from 'drizzle-orm/better-sqlite3'`,
          ours,
        ),
      },
    })
    const why =
      'one table class carries every operation; without all that runs, the set algebra and the exact types it would be 18.5 kB ' +
      '(docs/decisions/0010-size-of-core.md)'
    return [result.holds === 'yes' ? result : { ...result, note: `${why}; minified kB by folder: ${sharesOf(core)}` }]
  },
}
