import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import type { TypeProject } from './type-model.ts'

const root = join(import.meta.dirname, '..', '..')

/** What a compiler needs for a project. */
export interface TypeCost {
  readonly instantiations: number
  /** Of `models.d.ts`. */
  readonly declarationBytes: number
}

/** Writes a project where it resolves packages as the workspace does; it goes when it is disposed. */
function written({ name, files }: TypeProject): Disposable & { readonly folder: string } {
  const cache = join(root, 'bench', '.cache')
  mkdirSync(cache, { recursive: true })
  const folder = mkdtempSync(join(cache, `${name}-`))
  for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, file), text)
  const options = { noEmit: false, declaration: true, emitDeclarationOnly: true, outDir: './out', rootDir: root }
  const config = { extends: join(root, 'tsconfig.json'), compilerOptions: options, include: ['./*.ts'] }
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config))
  return { folder, [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }) }
}

/** The cost in TypeScript 6, by its API. Errors: when the project does not compile. */
export function costInTypeScript6(project: TypeProject): TypeCost {
  using place = written(project)
  const file = join(place.folder, 'tsconfig.json')
  const { config } = ts.readConfigFile(file, ts.sys.readFile)
  const { fileNames, options } = ts.parseJsonConfigFileContent(config, ts.sys, place.folder)
  const program: ts.Program & { getInstantiationCount?(): number } = ts.createProgram(fileNames, options)
  const problems = [...program.getOptionsDiagnostics(), ...program.getSemanticDiagnostics()]
  const [first] = problems
  if (first !== undefined)
    throw new Error(`${project.name} does not compile: ${ts.flattenDiagnosticMessageText(first.messageText, '\n')}`)
  const instantiations = program.getInstantiationCount?.()
  if (instantiations === undefined) throw new Error('this TypeScript does not count its instantiations')
  let declarations = ''
  const models = program.getSourceFile(join(place.folder, 'models.ts'))
  program.emit(models, (_name, text) => {
    declarations += text
  })
  return { instantiations, declarationBytes: Buffer.byteLength(declarations) }
}

/** The cost in TypeScript 7, by its program. Errors: when the project does not compile. */
export async function costInTypeScript7(project: TypeProject): Promise<TypeCost> {
  using place = written(project)
  const compiler = join(root, 'node_modules', 'typescript7', 'bin', 'tsc')
  // Several threads would each make the types they share.
  const args = [compiler, '-p', place.folder, '--extendedDiagnostics', '--singleThreaded']
  const report = await outputOf(args, project.name)
  const instantiations = Number(/Instantiations:\s+(\d+)/.exec(report)?.[1])
  if (Number.isNaN(instantiations)) throw new Error(`no count of instantiations in: ${report}`)
  const declarations = join(place.folder, 'out', place.folder.slice(root.length), 'models.d.ts')
  return { instantiations, declarationBytes: Buffer.byteLength(readFileSync(declarations)) }
}

const outputOf = (args: readonly string[], name: string): Promise<string> =>
  new Promise((resolve, reject) => {
    execFile(process.execPath, args, (error, stdout) => {
      if (error === null) resolve(stdout)
      else reject(new Error(`${name} does not compile: ${stdout.slice(0, 2000)}`))
    })
  })
