import { readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { inRoot } from '../../../build/lib/paths.mjs'
import { POLICY_TABLE } from '../../../build/policy/table.mjs'
import { policyFiles, samplePolicy } from '../../../build/policy/templates.mjs'
import { findInJson } from '../../../main/settings/policy/json-text'
import { combinePolicy, POLICY_KEYS } from '../../../main/settings/policy/policy'
import { WINDOWS_POLICY_KEY } from '../../../main/settings/policy/windows'

const files: Readonly<Record<string, string>> = policyFiles()

describe('what administrators are given', () => {
  it.each(Object.keys(files))('%s is as the table makes it (npm run policy)', async (name) => {
    // The repository's formatter may lay JSON out in its own way; what it says must be the same.
    const kept = await readFile(inRoot('docs', 'admin', name), 'utf8')
    if (name.endsWith('.json')) expect(JSON.parse(kept)).toEqual(JSON.parse(files[name] ?? ''))
    else expect(kept).toBe(files[name])
  })

  it('is a policy that the program takes without a fault', () => {
    const { defaults, enforced, faults } = combinePolicy([
      findInJson('sample', JSON.stringify(samplePolicy())),
    ])
    expect(faults).toEqual([])
    expect([...Object.keys(defaults), ...Object.keys(enforced)].sort()).toEqual(
      POLICY_TABLE.map(({ key }) => key).sort(),
    )
  })

  it('names settings that exist, in both levels, with a text for each in both languages', () => {
    const admx = files['SupervisorConsole.admx'] ?? ''
    for (const { key } of POLICY_TABLE) {
      expect(POLICY_KEYS).toContain(key)
      expect(admx.split(`valueName="${key}"`)).toHaveLength(3)
    }
    expect(admx).toContain(`Software\\Policies\\${WINDOWS_POLICY_KEY}\\Enforced`)
    const wanted = [...admx.matchAll(/\$\((string|presentation)\.(\w+)\)/g)].map(
      ([, kind, id]) => `<${kind} id="${id}">`,
    )
    expect(wanted.length).toBeGreaterThan(POLICY_TABLE.length)
    for (const language of ['en-US', 'es-ES'])
      for (const each of wanted) expect(files[`${language}/SupervisorConsole.adml`]).toContain(each)
  })
})
