// Runs independent steps a few at a time and says one line about each; what a failed step printed follows its line.
import { spawn } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { root } from './fetch-node.mjs'

function run([command, ...args]) {
  const started = performance.now()
  return new Promise(done => {
    let output = ''
    const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], env: process.env })
    for (const stream of [child.stdout, child.stderr]) stream.on('data', chunk => (output += chunk))
    child.once('error', error => done({ isOk: false, output: String(error), seconds: 0 }))
    child.once('close', code => {
      done({ isOk: code === 0, output: output.trimEnd(), seconds: (performance.now() - started) / 1000 })
    })
  })
}

function report(name, { isOk, output, seconds }) {
  console.log(`${isOk ? 'ok  ' : 'FAIL'} ${name} (${seconds.toFixed(1)} s)`)
  if (!isOk && output) console.log(output.replace(/^/gm, '     '))
}

/** Runs `{ name: [command, ...arguments] }`; returns how many failed. */
export async function runSteps(steps) {
  const waiting = Object.entries(steps)
  let failed = 0
  const work = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const [name, command] = next
      const result = await run(command)
      report(name, result)
      if (!result.isOk) failed++
    }
  }
  await Promise.all(Array.from({ length: Math.min(4, availableParallelism()) }, work))
  return failed
}
