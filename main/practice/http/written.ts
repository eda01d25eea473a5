/** A body that is JSON already, in pieces to be sent one after the other. */
export class WrittenJson {
  constructor(readonly pieces: readonly Buffer[]) {}
}

/** What goes over the wire for a body: {@link WrittenJson} as it is, anything else written as JSON. */
export function bodyBytes(body: unknown): Buffer {
  return body instanceof WrittenJson ? Buffer.concat(body.pieces) : Buffer.from(JSON.stringify(body))
}
