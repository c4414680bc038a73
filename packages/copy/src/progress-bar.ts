import type { CopyProgress } from './progress.ts'

/** Where a bar is drawn: `process.stderr`, or anything that takes text. */
export interface ProgressStream {
  write(text: string): unknown
  readonly isTTY?: boolean | undefined
  /** Characters in a line of a terminal. Default 80, also for 0, which terminals say that do not know. */
  readonly columns?: number | undefined
}

export interface ProgressBarOptions {
  /** Milliseconds between two drawings. Default: 100 in a terminal, 10,000 elsewhere. */
  readonly everyMs?: number
}

/**
 * Shows the progress of a copy: one line that is drawn again in a terminal, a line now and then elsewhere.
 *
 * Shape: what `onProgress` takes. Parts that do not fit into the width are left out, the numbers last.
 */
export function progressBar(
  stream: ProgressStream,
  options: ProgressBarOptions = {},
): (progress: CopyProgress) => void {
  const isTerminal = stream.isTTY === true
  const { everyMs = isTerminal ? 100 : 10_000 } = options
  let shownAt = Number.NEGATIVE_INFINITY
  return progress => {
    const isLast = progress.state !== 'running'
    if (!isLast && progress.elapsedMs - shownAt < everyMs) return
    shownAt = progress.elapsedMs
    if (!isTerminal) return void stream.write(`${progressLine(progress)}\n`)
    // A line that fills the last column would wrap in some terminals.
    const { columns = 80 } = stream
    const width = Math.max(1, (columns > 0 ? columns : 80) - 1)
    stream.write(`\r\u001B[2K${progressLine(progress, width)}${isLast ? '\n' : ''}`)
  }
}

/** One line about a copy, with a bar where a width is given and there is room for one. */
export function progressLine(progress: CopyProgress, width?: number): string {
  const { read, total, state } = progress
  const isLast = state !== 'running'
  const share = total === undefined || total === 0 ? undefined : Math.min(1, read / total)
  const rows = total === undefined || isLast ? `${grouped(read)} rows` : `${grouped(read)} of ${grouped(total)} rows`
  const percent = share === undefined || isLast ? [] : [`${String(Math.floor(share * 100)).padStart(3)} %`]
  // What matters most first: the last ones go where there is no room.
  const parts = [
    ...percent,
    rows,
    ...refusedPart(progress),
    ...endPart(progress),
    ...ratePart(progress),
    ...restPart(progress),
  ]
  if (width === undefined) return parts.join('  ').trim()
  while (parts.length > 1 && parts.join('  ').length > width) parts.pop()
  const room = width - parts.join('  ').length - 2
  const line =
    share === undefined || isLast || room < 10 ? parts : [parts[0], drawn(share, Math.min(room, 30)), ...parts.slice(1)]
  return line.join('  ').slice(0, width)
}

const refusedPart = ({ refused }: CopyProgress): readonly string[] =>
  refused === 0 ? [] : [`${grouped(refused)} refused`]

const endPart = ({ state, elapsedMs }: CopyProgress): readonly string[] =>
  state === 'running' ? [] : [`${state} after ${spanOf(elapsedMs)}`]

const ratePart = ({ rowsPerSecond }: CopyProgress): readonly string[] => [`${grouped(Math.round(rowsPerSecond))}/s`]

const restPart = ({ state, read, total, rowsPerSecond }: CopyProgress): readonly string[] =>
  state !== 'running' || total === undefined || rowsPerSecond === 0 || read >= total
    ? []
    : [`${spanOf(((total - read) / rowsPerSecond) * 1000)} left`]

const eighths = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉']

/** A bar of a number of characters, to an eighth of one. */
function drawn(share: number, width: number): string {
  const steps = Math.floor(share * width * 8)
  const full = '█'.repeat(Math.floor(steps / 8)) + (eighths[steps % 8] ?? '')
  return full + '░'.repeat(width - full.length)
}

/** `1234567` -> `1,234,567`. */
const grouped = (number: number): string => String(number).replace(/\B(?=(?:\d{3})+$)/g, ',')

/** `75000` -> `1 min 15 s`. */
function spanOf(milliseconds: number): string {
  if (milliseconds < 950) return `${(milliseconds / 1000).toFixed(1)} s`
  const seconds = Math.round(milliseconds / 1000)
  if (seconds < 60) return `${seconds} s`
  const minutes = Math.floor(seconds / 60)
  return minutes < 60 ? `${minutes} min ${seconds % 60} s` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}
