import { unchecked, VantageError } from '@vantage-ts/core/adapter'
import type { EngineFactory, Engines, Surreal } from 'surrealdb'
import { pause } from './pause.ts'
import { folderOf } from './settings.ts'

/** Loads the engine for a url; it is a package of its own. Errors: `unsupported` naming it. */
export async function embeddedEngines(url: string): Promise<Engines> {
  try {
    const { createNodeEngines } = await import('@surrealdb/node')
    const engines: Engines = createNodeEngines()
    return Object.fromEntries(Object.entries(engines).map(([scheme, make]) => [scheme, literally(make, url)]))
  } catch (cause) {
    throw new VantageError(
      'an embedded SurrealDB needs the package @surrealdb/node; install it, or connect to a server by ws://',
      { kind: 'unsupported', details: { package: '@surrealdb/node' }, cause },
    )
  }
}

/**
 * Hands the url over as it was written. The driver writes it as an address of the web; the engine takes that letter by letter,
 * so the data of a folder `my data` would go to a folder `my%20data`.
 */
const literally =
  (make: EngineFactory, url: string): EngineFactory =>
  context => {
    const engine = make(context)
    const open = engine.open.bind(engine)
    engine.open = state => {
      const written = Object.assign(new URL(state.url), { toString: () => url })
      // Not a copy: the driver changes its state later on.
      open(Object.create(state, { url: { value: written } }))
    }
    return engine
  }

/** Folders that sources of this process hold, and when those let go of lately were released. */
const held = new Map<string, 'open' | number>()
/** The engine releases the lock of a folder some time after it said that it was closed. */
const releaseMs = 300

/** Marks a folder as held by this process. Errors: `connection` when another source of it holds it. */
export async function holdFolder(url: string): Promise<() => void> {
  const folder = folderOf(url)
  if (folder === undefined) return () => {}
  const { mkdir, realpath } = await import('node:fs/promises')
  const path = await mkdir(folder, { recursive: true })
    .then(() => realpath(folder))
    .catch(cause => {
      throw new VantageError(
        `the folder ${folder} of the embedded database cannot be used; check the path and its rights`,
        {
          kind: 'connection',
          details: { folder },
          cause,
        },
      )
    })
  const state = held.get(path)
  if (state === 'open')
    throw new VantageError(`the folder ${folder} is open in another source of this process; share that source`, {
      kind: 'connection',
      details: { folder },
    })
  held.set(path, 'open')
  if (state !== undefined) await pause(state + releaseMs - performance.now())
  return () => void held.set(path, performance.now())
}

interface Attempts {
  /** Starts one attempt; what it gives late is closed. */
  readonly open: () => Promise<Surreal>
  readonly url: string
  readonly deadlineMs: number
}

const firstAttemptMs = 400

/**
 * Opens an embedded database. An attempt on a folder whose lock is held never answers, not even when the lock is free again:
 * so further ones are begun until one answers or the time is over.
 *
 * Errors: `connection` naming the folder.
 */
export function openEmbedded({ open, url, deadlineMs }: Attempts): Promise<Surreal> {
  // Only a folder can be held by somebody else.
  const isShared = folderOf(url) !== undefined
  return new Promise<Surreal>((resolve, reject) => {
    let isSettled = false
    let timer: ReturnType<typeof setTimeout> | undefined
    const settle = (finish: () => void): void => {
      if (isSettled) return
      isSettled = true
      clearTimeout(timer)
      clearTimeout(deadline)
      finish()
    }
    const deadline = setTimeout(() => settle(() => reject(heldFolder(url, deadlineMs))), deadlineMs)
    const attempt = (patienceMs: number): void => {
      open().then(
        opened => (isSettled ? void opened.close() : settle(() => resolve(opened))),
        thrown => settle(() => reject(unchecked<Error>(thrown, 'whatever the driver throws'))),
      )
      if (isShared) timer = setTimeout(() => attempt(patienceMs * 2), patienceMs)
    }
    attempt(firstAttemptMs)
  })
}

const heldFolder = (url: string, deadlineMs: number): VantageError => {
  const folder = folderOf(url) ?? url
  return new VantageError(
    `${folder} did not open within ${deadlineMs} ms; another process holds it, or it is no database of SurrealDB`,
    { kind: 'connection', retry: 'safe', details: { folder, outcome: 'not sent' } },
  )
}
