import type { Abilities } from '@vantage-ts/core'
import { type AbilityName, abilityNames, VantageError } from '@vantage-ts/core/adapter'
import { type Mock, type MockCan, type MockOptions, mockOf } from './mock.ts'
import { parseRecording } from './recording.ts'
import { RecordedAnswers } from './recorded-answers.ts'

export interface ReplayOptions extends Omit<MockOptions, 'can' | 'limits'> {
  /** What the recording is called in errors. Default `the recording`. */
  readonly place?: string
}

/**
 * A mock that answers what was recorded, and may be told more.
 *
 * Shape: it can what the recorded source could. The same statement gets the recorded answers one after the other; each is given once.
 * Errors: `invalid` for text that is no recording, is damaged, or is of another version; a call whose answer was not recorded is
 * `unexpected-query`, one whose columns have changed since is `invalid`.
 */
export function replay<C extends Abilities = MockCan>(text: string, options: ReplayOptions = {}): Mock<C> {
  const { place = 'the recording', ...mocking } = options
  const recording = parseRecording(text, place)
  const can: { [Name in AbilityName]?: boolean } = {}
  for (const name of recording.can) {
    const ability = abilityNames.find(known => known === name)
    if (ability === undefined)
      throw new VantageError(`${place} is damaged: there is no ability "${name}"; record it again`, {
        kind: 'invalid',
        details: { file: place },
      })
    can[ability] = true
  }
  const wanted = { name: recording.source, ...mocking, can: Object(can), limits: Object(recording.limits) }
  return mockOf<C>(wanted, new RecordedAnswers(recording.statements, place))
}

/** The same of a file. Errors: `not-found` where there is none. */
export async function replayFile<C extends Abilities = MockCan>(
  file: string,
  options: Omit<ReplayOptions, 'place'> = {},
): Promise<Mock<C>> {
  const { readFile } = await import('node:fs/promises')
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new VantageError(`there is no recording at ${file}; make one with record(source)`, {
      kind: 'not-found',
      details: { file },
      cause,
    })
  })
  return replay<C>(text, { ...options, place: file })
}
