import { badRequest } from '../world/refusal'

/** Parameters of a query or form body, read with the service's own strictness. */
export class Form {
  constructor(private readonly entries: URLSearchParams) {}

  static parse(text: string): Form {
    return new Form(new URLSearchParams(text))
  }

  has(name: string): boolean {
    return this.entries.has(name)
  }

  names(): string[] {
    return [...new Set(this.entries.keys())]
  }

  text(name: string): string | null {
    return this.entries.get(name)
  }

  /** Every value of a key that may be repeated. */
  all(name: string): string[] {
    return this.entries.getAll(name)
  }

  /** @throws Refusal when the value is not a whole number in [min, max]. */
  integer(name: string, min: number, max: number): number | null {
    const text = this.entries.get(name)
    if (text === null) return null
    const value = Number(text)
    if (!/^-?\d+$/.test(text) || value < min || value > max) {
      throw badRequest(`Invalid parameter ${name}: ${text} is not a whole number from ${min} to ${max}`)
    }
    return value
  }

  /** @throws Refusal when the value is neither `true` nor `false`. */
  flag(name: string): boolean | null {
    const text = this.entries.get(name)
    if (text === null) return null
    const value = text.toLowerCase()
    if (value !== 'true' && value !== 'false')
      throw badRequest(`Invalid parameter ${name}: ${text} is not true or false`)
    return value === 'true'
  }

  /** Where the API types a boolean as text: `true`, `1`, `yes` mean true and anything else false. */
  looseFlag(name: string): boolean | null {
    const text = this.entries.get(name)
    return text === null ? null : ['true', '1', 'yes'].includes(text.toLowerCase())
  }

  /** ISO 8601 date or date-time, in ms. @throws Refusal when it is not one. */
  moment(name: string): number | null {
    const text = this.entries.get(name)
    if (text === null) return null
    const at = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?$/.test(text)
      ? Date.parse(/T/.test(text) && !/(Z|[+-]\d{2}:?\d{2})$/.test(text) ? `${text}Z` : text)
      : Number.NaN
    if (Number.isNaN(at)) throw badRequest(`Invalid parameter ${name}: ${text} is not an ISO 8601 date`)
    return at
  }

  /** @throws Refusal when the value is none of `allowed`. */
  choice<T extends string>(name: string, allowed: readonly T[]): T | null {
    const text = this.entries.get(name)
    if (text === null) return null
    const value = allowed.find((each) => each === text)
    if (value === undefined)
      throw badRequest(`Invalid parameter ${name}: ${text} is not one of ${allowed.join(', ')}`)
    return value
  }

  /** JSON text that holds an object. @throws Refusal when it does not, or is longer than 4,096 characters. */
  attributes(name: string): string | null {
    const text = this.entries.get(name)
    if (text === null) return null
    if (text.length > MAX_ATTRIBUTES)
      throw badRequest(`Invalid parameter ${name}: longer than ${MAX_ATTRIBUTES} characters`)
    if (!holdsObject(text)) throw badRequest(`Invalid parameter ${name}: not a JSON object`)
    return text
  }

  /** The parameters as a plain record, for a log. */
  toRecord(): Record<string, string | string[]> {
    const record: Record<string, string | string[]> = {}
    for (const name of this.names()) {
      const values = this.all(name)
      record[name] = values.length === 1 ? (values[0] ?? '') : values
    }
    return record
  }

  toSearch(): URLSearchParams {
    return new URLSearchParams(this.entries)
  }
}

const MAX_ATTRIBUTES = 4096

function holdsObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
  } catch {
    return false
  }
}
