import type { Source } from '@vantage-ts/core'
import { type Backend, openAround, VantageError } from '@vantage-ts/core/adapter'
import { encodedIn } from './bound-value.ts'
import { Recorder } from './recorder.ts'
import { RecordingBackend } from './recording-backend.ts'
import { recordingText } from './recording.ts'

/** A source whose answers are recorded. */
export interface Recorded<DS extends Source> {
  /** The same source of the same database: what is sent through it is recorded. */
  readonly source: DS
  /** The recording so far, as the text of a file. */
  text(): string
  /** Writes it to a file, over what is there. Errors: `invalid` where that cannot be, with the reason. */
  save(file: string): Promise<void>
}

export interface RecordOptions {
  /**
   * Columns whose values the code makes anew each time, such as ids and moments: in the statements of the recording they stand as `?`,
   * so that any value will do. Rows are recorded as they are.
   */
  readonly withAny?: readonly string[]
}

/**
 * Records what a source answers: rows, counts and errors, with the statements in neutral text. Any source can be recorded.
 *
 * Shape: a recording holds the values of rows and of statements as they are: make it on data that may be read by whoever reads the file.
 * Errors: `unsupported` by the call whose answer a recording cannot hold.
 */
export function record<DS extends Source>(source: DS, { withAny = [] }: RecordOptions = {}): Recorded<DS> {
  let recorder: Recorder | undefined
  const around = (backend: Backend): Backend => {
    recorder = new Recorder(backend, new Set(withAny))
    return new RecordingBackend(backend, recorder)
  }
  const recording = toldOfEncoded(openAround(source, around))
  const text = (): string => recordingText((recorder ?? fresh()).recording)
  return {
    source: recording,
    text,
    async save(file) {
      const { writeFile } = await import('node:fs/promises')
      await writeFile(file, text()).catch((cause: unknown) => {
        const { code = 'no code' } = Object(cause)
        throw new VantageError(`the recording cannot be written to ${file} (${code}); see its cause`, {
          kind: 'invalid',
          details: { file, code },
          cause,
        })
      })
    },
  }
}

/** Whoever listens to the source with values is told what its driver binds, as of any source. */
function toldOfEncoded<DS extends Source>(source: DS): DS {
  const on = source.on.bind(source)
  const told: Source['on'] = (event, listener, options) =>
    on(event, sent => listener(sent.values === undefined ? sent : { ...sent, values: encodedIn(sent.values) }), options)
  return Object.defineProperty(source, 'on', { value: told })
}

const fresh = (): never => {
  throw new TypeError('a source is opened around its backend')
}
