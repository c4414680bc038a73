import type { Source } from '@vantage-ts/core'

/** An engine that was opened and filled: the shop in it, the bank, whatever an example is about. */
export interface OpenEngine<Place> {
  readonly place: Place
  /** Every source that may be asked. */
  readonly sources: readonly Source[]
  /** Closes the sources and takes away what was made for them. */
  close(): Promise<void>
}

/** Says what is being done, to whoever started it. */
export type Tell = (text: string) => void

/** Fills an engine that was just opened. Errors: those of filling it; the engine is closed by then. */
export async function filled<Place>(engine: OpenEngine<Place>, fill: () => Promise<void>): Promise<OpenEngine<Place>> {
  try {
    await fill()
    return engine
  } catch (thrown) {
    await engine.close()
    throw thrown
  }
}

/** Works with an engine and closes it, whatever comes of the work. */
export async function closing<Place, Result>(
  engine: OpenEngine<Place>,
  work: (engine: OpenEngine<Place>) => Promise<Result>,
): Promise<Result> {
  try {
    return await work(engine)
  } finally {
    await engine.close()
  }
}
