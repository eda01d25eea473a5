/** A small, fast, seeded generator (sfc32): the same seed always plays the same workspace. */
export class Random {
  private a: number
  private b: number
  private c: number
  private counter = 1

  constructor(seed: number) {
    this.a = seed | 0
    this.b = 0x9e3779b9 ^ seed
    this.c = 0x243f6a88
    for (let warmUp = 0; warmUp < 12; warmUp++) this.bits()
  }

  /** The next 32 random bits as an unsigned integer. */
  bits(): number {
    const sum = (this.a + this.b + this.counter) | 0
    this.counter = (this.counter + 1) | 0
    this.a = this.b ^ (this.b >>> 9)
    this.b = (this.c + (this.c << 3)) | 0
    this.c = ((this.c << 21) | (this.c >>> 11)) + sum
    this.c |= 0
    return sum >>> 0
  }

  /** A number in [0, 1). */
  next(): number {
    return this.bits() / 4294967296
  }

  /** A whole number in [min, max]. */
  int(min: number, max: number): number {
    return min + Math.floor(this.next() * (max - min + 1))
  }

  chance(probability: number): boolean {
    return this.next() < probability
  }

  /** A waiting time with the given mean, as between independent arrivals. */
  exponential(mean: number): number {
    return -Math.log(1 - this.next()) * mean
  }

  /** One of `items`, which must not be empty. */
  pick<T>(items: readonly T[]): T {
    const item = items[Math.floor(this.next() * items.length)]
    if (item === undefined) throw new RangeError('pick: nothing to pick from')
    return item
  }

  /** A SID: two letters and 32 hexadecimal digits. */
  sid(prefix: string): string {
    return prefix + hex8(this.bits()) + hex8(this.bits()) + hex8(this.bits()) + hex8(this.bits())
  }

  /** An independent generator, so that one consumer's draws do not shift another's. */
  fork(): Random {
    return new Random(this.bits())
  }
}

function hex8(bits: number): string {
  return bits.toString(16).padStart(8, '0')
}
