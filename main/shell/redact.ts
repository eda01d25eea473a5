/**
 * Takes out of a text what must not be written anywhere: credentials whole, and identifiers of people. Account and key
 * SIDs keep their last four characters, enough for support to tell two of them apart.
 */
export function redact(text: string): string {
  return RULES.reduce((clean, [pattern, replacement]) => clean.replace(pattern, replacement), text)
}

const RULES: readonly (readonly [RegExp, string])[] = [
  [/\b(authorization|proxy-authorization|cookie|set-cookie)(["']?\s*[:=]\s*)[^\r\n]*/gi, '$1$2[removed]'],
  [/\b(basic|bearer)\s+[A-Za-z0-9+/=._~-]{8,}/gi, '$1 [removed]'],
  // scheme://user:password@host
  [/\b([a-z][a-z0-9+.-]*:\/\/)[^/\s@:]*:[^/\s@]*@/gi, '$1[removed]@'],
  [/(["']?(?:secret|token|password|auth_?token|api_?key)["']?\s*[:=]\s*["']?)[^\s"',;&}]+/gi, '$1[removed]'],
  [/\b(AC|SK)[0-9a-f]{28}([0-9a-f]{4})\b/gi, '$1…$2'],
  // Auth tokens are 32 hex digits and API key secrets 32 letters and digits, without a SID's prefix.
  [/(?<![A-Za-z0-9])(?![A-Z]{2}[0-9a-fA-F]{32}(?![A-Za-z0-9]))[A-Za-z0-9]{32}(?![A-Za-z0-9])/g, '[removed]'],
  [/\b(client|sip):[^\s"',;)\]}]+/gi, '$1:[removed]'],
  [/(?<![\w.+-])\+[1-9]\d{6,14}(?!\d)/g, '[number]'],
  [/[\w.%+-]+@[\w-]+(?:\.[\w-]+)+/g, '[address]'],
]
