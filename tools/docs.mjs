// Makes one program of the TypeScript blocks of each page, so that what readers copy compiles and runs.
// A comment `// → text` behind a console.log is what that line must print; blocks marked `ts no-run` are only compiled.
import { spawn, spawnSync } from 'node:child_process'
import { globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const pages = [
  'README.md',
  'docs/**/*.md',
  'packages/core/README.md',
  'packages/copy/README.md',
  'examples/*/README.md',
  'adapters/*/README.md',
  'testing/*/README.md',
]

/** The programs of all pages: blocks joined in their order, with the output they promise. */
export function programsOf(root) {
  const files = pages
    .flatMap(pattern => globSync(pattern, { cwd: root, exclude: name => name === 'node_modules' }))
    .sort()
  return files.flatMap(file => {
    const blocks = blocksOf(readFileSync(join(root, file), 'utf8'))
    if (blocks.length === 0) return []
    const code = blocks.map(block => block.code).join('\n')
    const isRun = blocks.every(block => !block.info.includes('no-run'))
    return [{ page: file, code: `${code}\nexport {}\n`, isRun, expected: isRun ? expectedOf(code) : [] }]
  })
}

export function blocksOf(text) {
  return [...text.matchAll(/^```ts([^\n]*)\n([\s\S]*?)^```/gm)].map(([, info, code]) => ({ info, code }))
}

const expectedOf = code => [...code.matchAll(/\/\/ → (.*)$/gm)].map(([, line]) => line.trim())

/** Writes the programs where packages are found by name, and gives their paths. */
export function writePrograms(root, programs) {
  const folder = join(root, '.cache', 'docs')
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  for (const program of programs) {
    program.file = join(folder, `${program.page.replace(/\W+/g, '-')}.ts`)
    writeFileSync(program.file, program.code)
  }
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }\n')
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ extends: '../../tsconfig.json', include: ['*.ts'] }))
  return folder
}

/** The compiler's complaints about all programs; empty when they compile. */
export function complaints(root, folder) {
  const tsc = join(root, 'node_modules/typescript7/bin/tsc')
  return spawnSync(process.execPath, [tsc, '-p', folder, '--noEmit'], { encoding: 'utf8' }).stdout
}

/** Runs one program in an empty folder of its own; gives what it printed and how it ended. */
export function runProgram(file, cwd) {
  return new Promise(resolve => {
    const child = spawn(process.execPath, ['--conditions=@vantage-ts/source', file], {
      cwd,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let out = ''
    let errors = ''
    child.stdout.on('data', chunk => {
      out += chunk
    })
    child.stderr.on('data', chunk => {
      errors += chunk
    })
    child.on('exit', code =>
      resolve({
        code,
        lines: out
          .split('\n')
          .map(line => line.trim())
          .filter(line => line !== ''),
        errors,
      }),
    )
  })
}
