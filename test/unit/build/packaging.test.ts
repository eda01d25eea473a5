import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { Ajv } from 'ajv'
import { describe, expect, it } from 'vitest'
import { inRoot } from '../../../build/lib/paths.mjs'

interface Schema {
  definitions: { FuseOptionsV1: { properties: Record<string, unknown> } }
}
interface Config {
  electronFuses: Record<string, boolean>
  files: string[]
}

/** YAML as the packager itself reads it. */
const packager = createRequire(inRoot('node_modules', 'app-builder-lib', 'package.json'))
const yaml = packager('js-yaml') as { load(text: string): unknown }

const json = async (...parts: string[]): Promise<unknown> =>
  JSON.parse(await readFile(inRoot(...parts), 'utf8'))
const config = async (): Promise<Config> =>
  yaml.load(await readFile(inRoot('electron-builder.yml'), 'utf8')) as Config
const schema = async (): Promise<Schema> =>
  (await json('node_modules', 'app-builder-lib', 'scheme.json')) as Schema

describe('packaging', () => {
  it('is valid by the packager’s own schema', async () => {
    const validate = new Ajv({ strict: false }).compile(await schema())
    validate(await config())
    expect(validate.errors ?? []).toEqual([])
  })

  it('states every fuse there is, with the safe value', async () => {
    const { electronFuses } = await config()
    const known = Object.keys((await schema()).definitions.FuseOptionsV1.properties)
    expect(Object.keys(electronFuses).sort()).toEqual(known.sort())
    expect(
      Object.keys(electronFuses)
        .filter((name) => electronFuses[name])
        .sort(),
    ).toEqual(['enableCookieEncryption', 'enableEmbeddedAsarIntegrityValidation', 'onlyLoadAppFromAsar'])
  })

  it('puts in the built program only, no sources and no source maps', async () => {
    const { files } = await config()
    expect(files.filter((pattern) => !pattern.startsWith('!'))).toEqual(['package.json', 'dist/**/*'])
    expect(files).toContain('!**/*.map')
  })

  it('has a main entry that is where the build puts it', async () => {
    expect(await json('package.json')).toMatchObject({ main: 'dist/main/index.cjs' })
  })
})
