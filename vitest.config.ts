import { join } from 'node:path'
import { defineConfig } from 'vitest/config'
import { leaveOut, longTests } from './tools/long-tests.ts'

const source = '{packages,adapters,surfaces,testing,examples,bench,tools}'
const skipped = [
  '**/node_modules/**',
  '**/dist/**',
  '**/.cache/**',
  ...(process.env[leaveOut] === undefined ? [] : longTests),
]

export default defineConfig({
  // Vitest hands these to Node as --conditions for every package, require() included: 'import' or 'default' here would break CommonJS ones.
  ssr: { resolve: { conditions: ['@vantage-ts/source', 'module', 'node'] } },
  test: {
    // Threads are no faster here, and a crash of a native driver would take them all down.
    pool: 'forks',
    // The default leaves one core to the main process, which is half of a small machine.
    maxWorkers: '100%',
    setupFiles: [join(import.meta.dirname, 'tools/fast-check-seed.mjs')],
    testTimeout: 20_000,
    hookTimeout: 60_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: [`${source}/**/*.test.{ts,mjs}`],
          exclude: [...skipped, '**/*.db.test.{ts,mjs}', '**/*.smoke.test.ts', '**/*.alone.test.ts'],
          // Most of a short test is loading what it tests: files of one worker share that.
          isolate: false,
          typecheck: {
            enabled: true,
            // Named by its path, because both TypeScripts call their program `tsc`; the newer one is four times as fast.
            checker: join(import.meta.dirname, 'node_modules/typescript7/bin/tsc'),
            tsconfig: './tsconfig.json',
            include: [`${source}/**/*.test-d.ts`],
          },
        },
      },
      {
        // These replace modules, or look at the whole process: open files, collected garbage, warnings.
        extends: true,
        test: { name: 'unit-alone', include: [`${source}/**/*.alone.test.ts`], exclude: skipped },
      },
      {
        extends: true,
        test: {
          name: 'db',
          include: [`${source}/**/*.db.test.{ts,mjs}`],
          exclude: skipped,
          globalSetup: ['./testing/servers/src/global-setup.ts'],
        },
      },
      {
        extends: true,
        test: { name: 'smoke', include: [`${source}/**/*.smoke.test.ts`], exclude: skipped },
      },
    ],
  },
})
