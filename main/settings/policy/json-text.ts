import type { PolicyFind } from './policy'

/** A policy written as JSON text, with the lines of what is wrong in it. */
export function findInJson(place: string, text: string): PolicyFind {
  // Editors on Windows put a byte order mark in front.
  const clean = text.startsWith('\uFEFF') ? text.slice(1) : text
  try {
    const raw: unknown = JSON.parse(clean)
    return { place, content: { raw }, lineOf: (level, key) => lineOfKey(clean, level, key) }
  } catch (error) {
    const line = lineOfSyntaxError(clean, error instanceof Error ? error.message : '')
    return {
      place,
      content: { fault: { kind: 'notJson', key: null, line, detail: 'this is not valid JSON' } },
    }
  }
}

/** V8 names the place in its message, in older versions by position only; null where it names none. */
function lineOfSyntaxError(text: string, message: string): number | null {
  const line = /\(line (\d+) /.exec(message)?.[1]
  if (line !== undefined) return Number(line)
  const position = /position (\d+)/.exec(message)?.[1]
  if (position !== undefined) return lineAt(text, Number(position))
  return /end of JSON/.test(message) ? lineAt(text, text.length) : null
}

/** Line of `"level": {… "key":`, looked for in the text of valid JSON: a parser that keeps lines is not worth its weight. */
function lineOfKey(text: string, level: string, key: string | null): number | null {
  const section = keyFrom(text, level, 0)
  if (section === null) return null
  const at = key === null ? section : keyFrom(text, key, section)
  return at === null ? null : lineAt(text, at)
}

function keyFrom(text: string, key: string, from: number): number | null {
  const pattern = new RegExp(`${escapeForPattern(JSON.stringify(key))}\\s*:`, 'g')
  pattern.lastIndex = from
  return pattern.exec(text)?.index ?? null
}

const escapeForPattern = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
const lineAt = (text: string, position: number): number => text.slice(0, position).split('\n').length
