import type { NetworkDesk } from '../../connections/network-desk'
import type { Handlers } from '../register'

export type NetworkSeam = Pick<
  NetworkDesk,
  'state' | 'setPassword' | 'forgetPassword' | 'addCertificate' | 'removeCertificate' | 'check'
>

export function networkHandlers(network: NetworkSeam) {
  return {
    'network/state': () => network.state(),
    'network/setProxyPassword': ({ password }) => network.setPassword(password),
    'network/forgetProxyPassword': () => network.forgetPassword(),
    'network/addCertificate': () => network.addCertificate(),
    'network/removeCertificate': ({ path }) => network.removeCertificate(path),
    'network/check': () => network.check(),
  } satisfies Partial<Handlers>
}
