import { call, type Given } from './speech.ts'

/** So many bytes of zero. */
export const zeroblob = (bytes: Given) => call('zeroblob', bytes)
/** Bytes as hexadecimal digits. */
export const hex = (bytes: Given) => call('hex', bytes)
/** Hexadecimal digits as bytes, null where they are none; `ignored` are characters that may stand between them. */
export const unhex = (digits: Given, ignored?: Given) =>
  ignored === undefined ? call('unhex', digits) : call('unhex', digits, ignored)
