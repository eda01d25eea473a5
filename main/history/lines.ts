import { StringDecoder } from 'node:string_decoder'

export interface Line {
  readonly text: string
  /** Offset of the first byte after this line and its line break. */
  readonly end: number
  /** False for a last line that does not end in a line break: its writing was cut off. */
  readonly complete: boolean
}

/** Cuts a stream of bytes into lines. Holds one line at a time, so a file of any length may be read. */
export async function* linesOf(blocks: AsyncIterable<Buffer>): AsyncGenerator<Line> {
  const decoder = new StringDecoder('utf8')
  let open = ''
  let offset = 0
  for await (const block of blocks) {
    let start = 0
    for (let at = block.indexOf(10); at !== -1; at = block.indexOf(10, start)) {
      const text = open + decoder.write(block.subarray(start, at)) + decoder.end()
      start = at + 1
      open = ''
      yield { text, end: offset + start, complete: true }
    }
    open += decoder.write(block.subarray(start))
    offset += block.length
  }
  open += decoder.end()
  if (open !== '') yield { text: open, end: offset, complete: false }
}
