// A document that names a file, a folder or an npm script that is gone is wrong: this finds it.
import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const fence = /^(`{3,}|~{3,}).*?^\1/gms
const link = /\]\(([^()\s]+)\)/g
const repositoryPath = /`((?:packages|adapters|surfaces|testing|examples|bench|docs|tools|\.ci)\/[^`\s]*)`/g
const script = /\bnpm run (?:-s )?([\w:-]+)/g

const isPattern = path => /[*<>{}…]|\.\.\./.test(path)
// What only a build makes cannot be asked for.
const isBuilt = path => /(^|\/)(dist|node_modules|\.cache)(\/|$)/.test(path)
const isElsewhere = target => /^[a-z]+:|^#|^\/\//i.test(target)

const lineOf = (text, index) => text.slice(0, index).split('\n').length
const withoutPlace = path => path.replace(/(#.*|:\d+(-\d+)?)$/, '')

function missingLinks(root, document, text) {
  // Code blocks keep their length, so that line numbers hold.
  const prose = text.replace(fence, block => block.replace(/[^\n]/g, ' '))
  return [...prose.matchAll(link)]
    .filter(([, target]) => !isElsewhere(target) && !isBuilt(target))
    .filter(([, target]) => !existsSync(resolve(root, dirname(document), decodeURI(withoutPlace(target)))))
    .map(({ index, 1: target }) => `${document}:${lineOf(text, index)}: ${target} does not exist`)
}

function missingPaths(root, document, text) {
  return [...text.matchAll(repositoryPath)]
    .filter(([, path]) => !isPattern(path) && !isBuilt(path))
    .filter(([, path]) => !existsSync(join(root, withoutPlace(path))))
    .map(({ index, 1: path }) => `${document}:${lineOf(text, index)}: ${path} does not exist`)
}

function missingScripts(scripts, document, text) {
  return [...text.matchAll(script)]
    .filter(([, name]) => !(name in scripts))
    .map(({ index, 1: name }) => `${document}:${lineOf(text, index)}: package.json has no script ${name}`)
}

/** Returns one line per reference that leads nowhere. */
export function checkDocumentReferences(root) {
  const { scripts = {} } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const exclude = ['**/node_modules/**', '**/.cache/**', '**/dist/**']
  return globSync('**/*.md', { cwd: root, exclude })
    .sort()
    .flatMap(document => {
      const text = readFileSync(join(root, document), 'utf8')
      return [
        ...missingLinks(root, document, text),
        ...missingPaths(root, document, text),
        ...missingScripts(scripts, document, text),
      ]
    })
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const problems = checkDocumentReferences(dirname(dirname(fileURLToPath(import.meta.url))))
  for (const problem of problems) console.log(problem)
  process.exitCode = problems.length > 0 ? 1 : 0
}
