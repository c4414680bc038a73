import { isAscii } from 'node:buffer'

/** `latin1` is ISO 8859-1: every byte is the character of the same number. */
export type FileEncoding = 'utf-8' | 'latin1' | 'utf-16le'

/**
 * A stretch of a file as numbers to scan and texts to cut.
 *
 * Units: positions count code units: bytes where one byte is one character, UTF-16 units elsewhere.
 */
export interface Units {
  readonly codes: Uint8Array | Uint16Array
  readonly length: number
  /** The text between two positions, as a copy: it keeps no larger text alive. */
  text(start: number, end: number): string
  /** How many bytes of the file lie between two positions. */
  bytes(start: number, end: number): number
  /** Set when the bytes after `length` are malformed: what is wrong and what to do. */
  readonly problem?: string | undefined
}

/**
 * Turns bytes into units. The bytes start at the start of a character; a character cut off at their end is left out unless
 * they are the last.
 *
 * Units: the result is valid until the next call, which reuses its memory.
 */
export type Decode = (bytes: Buffer, isLast: boolean) => Units

export function decoderOf(encoding: FileEncoding, advice = optionAdvice): Decode {
  if (encoding === 'latin1') return singleBytes
  return encoding === 'utf-8' ? utf8Decoder(`the bytes are not valid UTF-8; ${advice}`) : utf16
}

const optionAdvice = "convert the file, or set the option `encoding` to 'latin1' or 'utf-16le'"

/** The units of a text that is at hand. */
export function textUnits(text: string): Units {
  const codes = new Uint16Array(text.length)
  for (let at = 0; at < text.length; at++) codes[at] = text.charCodeAt(at)
  return {
    codes,
    length: text.length,
    text: (start, end) => text.slice(start, end),
    bytes: (start, end) => Buffer.byteLength(text.slice(start, end)),
  }
}

function singleBytes(bytes: Buffer): Units {
  return {
    codes: bytes,
    length: bytes.length,
    text: (start, end) => bytes.toString('latin1', start, end),
    bytes: (start, end) => end - start,
  }
}

function utf8Decoder(notUtf8: string): Decode {
  let wide = Buffer.alloc(0)
  return (bytes, isLast) => {
    // Most stretches of most files are ASCII, where bytes are characters and nothing needs to be decoded.
    if (isAscii(bytes)) return singleBytes(bytes)
    const { text, isBroken } = decodeUtf8(bytes.subarray(0, isLast ? bytes.length : wholeCharacters(bytes)))
    if (wide.length < text.length * 2) wide = Buffer.alloc(Math.max(text.length * 2, wide.length * 2))
    // Scanning a typed array is twice as fast as scanning a string.
    wide.write(text, 'utf16le')
    return {
      ...wideUnits(wide, text.length),
      bytes: (start, end) => Buffer.byteLength(text.slice(start, end)),
      problem: isBroken ? notUtf8 : undefined,
    }
  }
}

function utf16(bytes: Buffer, isLast: boolean): Units {
  let length = bytes.length >> 1
  const lastUnit = length === 0 ? 0 : bytes.readUInt16LE(length * 2 - 2)
  if (!isLast && lastUnit >= 0xd800 && lastUnit <= 0xdbff) length--
  let problem = isLast && bytes.length % 2 === 1 ? 'the file ends in the middle of a UTF-16 character' : undefined
  if (!bytes.toString('utf16le', 0, length * 2).isWellFormed()) {
    length = firstLoneSurrogate(bytes)
    problem = 'the text is not valid UTF-16 (half a surrogate pair); check the option `encoding`'
  }
  return { ...wideUnits(bytes, length), bytes: (start, end) => (end - start) * 2, problem }
}

function wideUnits(wide: Buffer, length: number): Omit<Units, 'bytes'> {
  return {
    codes: new Uint16Array(wide.buffer, wide.byteOffset, length),
    length,
    text: (start, end) => wide.toString('utf16le', start * 2, end * 2),
  }
}

function firstLoneSurrogate(bytes: Buffer): number {
  const text = bytes.toString('utf16le')
  let position = 0
  for (const character of text) {
    if (!character.isWellFormed()) break
    position += character.length
  }
  return position
}

// `ignoreBOM` keeps a U+FEFF in the text, where it is an ordinary character; the mark of the file is skipped before.
const fatal = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

function decodeUtf8(bytes: Buffer): { text: string; isBroken: boolean } {
  try {
    return { text: fatal.decode(bytes), isBroken: false }
  } catch {
    return { text: fatal.decode(bytes.subarray(0, validPrefix(bytes))), isBroken: true }
  }
}

/** How many leading bytes are whole, valid characters. */
function validPrefix(bytes: Buffer): number {
  // Decoding as the beginning of a stream accepts a character cut off at the end: so it holds up to the wrong byte and
  // fails from there on, which can be bisected.
  let valid = 0
  let invalid = bytes.length + 1
  while (invalid - valid > 1) {
    const middle = (valid + invalid) >> 1
    if (isBeginning(bytes.subarray(0, middle))) valid = middle
    else invalid = middle
  }
  return wholeCharacters(bytes.subarray(0, valid))
}

function isBeginning(bytes: Buffer): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true })
    return true
  } catch {
    return false
  }
}

/** The length without a character that is cut off at the end. */
function wholeCharacters(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] ?? 0
    if (byte < 0x80) break
    if (byte < 0xc0) continue
    const needed = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2
    return needed > back ? bytes.length - back : bytes.length
  }
  return bytes.length
}
