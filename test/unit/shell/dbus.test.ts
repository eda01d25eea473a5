import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeMessage, encodeMessage, messageLength, type Message } from '../../../main/shell/dbus/message'
import { sessionBusPath } from '../../../main/shell/dbus/session-bus'
import { DBusFormatError, typesOf, variant } from '../../../main/shell/dbus/values'

describe('messages of the bus', () => {
  it('come back as they were sent, whatever is in them', () => {
    const body = fc.tuple(
      fc.string(),
      fc.array(
        fc.tuple(
          fc.string(),
          fc.oneof(
            fc.boolean().map((b) => variant('b', b)),
            fc.string().map((s) => variant('s', s)),
          ),
        ),
      ),
      fc.array(fc.integer({ min: 0, max: 255 })),
      fc.tuple(
        fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
        fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
      ),
      fc.double({ noNaN: true }),
    )
    fc.assert(
      fc.property(body, fc.integer({ min: 1, max: 2 ** 32 - 1 }), (values, serial) => {
        const message: Message = {
          type: 'signal',
          serial,
          path: '/a/b',
          interface: 'org.example.Thing',
          member: 'Happened',
          signature: 'sa{sv}ay(it)d',
          body: values,
        }
        const bytes = encodeMessage(message)
        expect(messageLength(bytes)).toBe(bytes.length)
        expect(decodeMessage(bytes)).toEqual(message)
      }),
    )
  })

  it('are refused where the bytes end too early or are none, and never read beyond', () => {
    const bytes = encodeMessage({ type: 'call', serial: 1, member: 'Hello', signature: 's', body: ['x'] })
    for (let length = 0; length < bytes.length; length += 1) {
      const part = bytes.subarray(0, length)
      if (length < 16) expect(messageLength(part)).toBeNull()
      expect(() => decodeMessage(Buffer.from(part))).toThrow()
    }
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 16, maxLength: 200 }), (noise) => {
        try {
          decodeMessage(Buffer.from(noise))
        } catch (error) {
          expect(error).toBeInstanceOf(DBusFormatError)
        }
      }),
    )
  })

  it('know their types one by one', () => {
    expect(typesOf('sa{sv}(ia{sv}av)as')).toEqual(['s', 'a{sv}', '(ia{sv}av)', 'as'])
    expect(() => typesOf('(i')).toThrow(DBusFormatError)
    expect(() => typesOf('z')).toThrow(DBusFormatError)
  })
})

describe('the session bus', () => {
  it.each([
    [{ DBUS_SESSION_BUS_ADDRESS: 'unix:path=/run/user/1000/bus,guid=ab' }, '/run/user/1000/bus'],
    [{ DBUS_SESSION_BUS_ADDRESS: 'unix:abstract=/tmp/x;unix:path=/tmp/a%20b' }, '/tmp/a b'],
    [{ DBUS_SESSION_BUS_ADDRESS: 'unix:runtime=yes', XDG_RUNTIME_DIR: '/run/user/7' }, '/run/user/7/bus'],
    [{ XDG_RUNTIME_DIR: '/run/user/7' }, '/run/user/7/bus'],
    [{ DBUS_SESSION_BUS_ADDRESS: 'unix:abstract=/tmp/x' }, null],
    [{}, null],
  ])('is found by %j at %s', (environment, path) => {
    expect(sessionBusPath(environment)).toBe(path)
  })
})
