/** The oldest Node that runs the build. package.json says the same in `engines`, where npm only warns. */
const OLDEST_NODE = Object.freeze({ major: 20, minor: 19 })

/**
 * @param {string} version as in `process.versions.node`
 * @returns {string | null} what is wrong, or null
 */
export function nodeComplaint(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  if (major > OLDEST_NODE.major || (major === OLDEST_NODE.major && minor >= OLDEST_NODE.minor)) return null
  return `This is Node ${version}; Node ${OLDEST_NODE.major}.${OLDEST_NODE.minor} or newer is needed (https://nodejs.org).`
}
