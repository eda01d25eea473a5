import { describe, expect, it } from 'vitest'
import { readArguments, UsageError } from '../../../main/practice/arguments'

describe('the command line', () => {
  it('reads values either way', () => {
    expect(readArguments(['--port', '0', '--seed=9', '--latency', '12.5', '--scenario', 'busy'])).toEqual({
      port: 0,
      seed: 9,
      latencyMs: 12.5,
      scenario: 'busy',
    })
    expect(readArguments([])).toEqual({})
  })

  it('takes a size as a wish for the standard workspace', () => {
    expect(readArguments(['--tasks', '50'])).toEqual({ tasks: 50, scenario: 'standard' })
  })

  it.each([
    [['--colour', 'red'], 'Unknown option: --colour'],
    [['busy'], 'Unknown option: busy'],
    [['--port'], '--port needs a value'],
    [['--port', '70000'], '--port must be a whole number from 0 to 65535, not 70000'],
    [['--tasks', '1.5'], '--tasks must be a whole number'],
    [['--speed', 'fast'], '--speed must be a number'],
    [['--scenario', 'party'], '--scenario must be one of helpdesk'],
  ])('refuses %o', (words, message) => {
    expect(() => readArguments(words)).toThrow(UsageError)
    expect(() => readArguments(words)).toThrow(message)
  })
})
