/** Smaller bodies are not worth memory of their own. */
const LARGE_BYTES = 64 * 1024

/**
 * Puts a body together. A large one is copied piece by piece as it arrives, so that its end is no long copy, and into shared memory, so that
 * a thread can read it without another one.
 */
export class BodyPieces {
  private readonly target: Uint8Array | null
  private pieces: Uint8Array[] = []
  private length = 0

  /** @param announced bytes to come, null if not known; a promise of more than `most` is not believed. */
  constructor(announced: number | null = null, most = Number.MAX_SAFE_INTEGER) {
    const believed = announced !== null && announced >= LARGE_BYTES && announced <= most
    this.target = believed ? new Uint8Array(new SharedArrayBuffer(announced)) : null
  }

  add(piece: Uint8Array): void {
    const fits = this.target !== null && this.length + piece.length <= this.target.length
    if (fits) this.target.set(piece, this.length)
    else this.pieces.push(piece)
    this.length += piece.length
  }

  whole(): Uint8Array {
    const { target, pieces, length } = this
    if (target !== null && pieces.length === 0) return target.subarray(0, length)
    const head =
      target === null ? [] : [target.subarray(0, length - pieces.reduce((sum, each) => sum + each.length, 0))]
    const whole = new Uint8Array(
      length < LARGE_BYTES ? new ArrayBuffer(length) : new SharedArrayBuffer(length),
    )
    let at = 0
    for (const piece of [...head, ...pieces]) {
      whole.set(piece, at)
      at += piece.length
    }
    return whole
  }
}
