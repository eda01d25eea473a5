/** Wording of problems in Spanish. */
export const problems = {
  problem: {
    notSignedIn: {
      title: 'Twilio no reconoce estas credenciales',
      hint: 'Compruebe los SID y el secreto. También se rechaza una clave eliminada o de otra región.',
    },
    notAllowed: {
      title: 'Esta clave no tiene permiso para eso',
      hint: 'Pida una clave con permisos de TaskRouter o use otra conexión.',
    },
    gone: {
      title: 'Ya no existe',
      hint: 'TaskRouter lo ha retirado, normalmente porque el trabajo terminó.',
    },
    changed: {
      title: 'Alguien lo ha cambiado entretanto',
      hint: 'Mírelo de nuevo antes de decidir.',
    },
    refused: { title: 'TaskRouter lo ha rechazado', hint: 'Los detalles explican por qué.' },
    rateLimited: {
      title: 'TaskRouter pide ir más despacio',
      hint: 'La consola espera y continúa sola.',
    },
    server: {
      title: 'TaskRouter tiene un problema propio',
      hint: 'Inténtelo dentro de un momento. status.twilio.com informa de las averías.',
    },
    network: {
      title: 'No se puede llegar a TaskRouter',
      hint: 'Compruebe la red, el proxy y el cortafuegos de este equipo.',
    },
    malformed: {
      title: 'La respuesta no tiene sentido',
      hint: 'Puede que algo entre este equipo y Twilio responda en su lugar, como la página de acceso de la red.',
    },
    cancelled: { title: 'Cancelado', hint: 'No se ha enviado nada más.' },
    invalid: { title: 'Eso no es válido', hint: 'Compruebe lo que ha escrito.' },
    noConnection: { title: 'Sin conexión', hint: 'Conéctese primero a un espacio de trabajo.' },
    noWorkspace: {
      title: 'Esta cuenta no tiene aquí ningún espacio de trabajo de TaskRouter',
      hint: 'Cada espacio pertenece a una región. Elija aquella en la que se creó el suyo.',
    },
    keychainLocked: {
      title: 'El llavero está bloqueado',
      hint: 'Desbloquee el llavero de este equipo e inténtelo de nuevo.',
    },
    keychainUnavailable: {
      title: 'Este equipo no ofrece ningún llavero',
      hint: 'El secreto se guarda solo en memoria hasta que salga.',
    },
    keychainFailed: {
      title: 'El llavero no ha respondido como debía',
      hint: 'Inténtelo de nuevo o vuelva a conectarse.',
    },
    practiceFailed: {
      title: 'El espacio de prácticas no ha arrancado',
      hint: 'Inténtelo de nuevo. Si sigue fallando, reinicie la consola.',
    },
    notFound: {
      title: 'No se ha encontrado',
      hint: 'Puede que haya terminado o pertenezca a otro espacio de trabajo.',
    },
    stale: {
      title: 'El tablero no está al día',
      hint: 'Espere a que vuelva a estarlo antes de actuar.',
    },
    busy: { title: 'Hay otra cosa en marcha', hint: 'Espere a que termine.' },
    policy: { title: 'Su administrador no lo permite', hint: 'Este ajuste lo gestiona otra persona.' },
    policyBroken: {
      title: 'No se entienden los ajustes de su administrador',
      hint: 'Hasta que se reparen no se conecta ni se cambia nada. La ventana dice qué les pasa.',
    },
    diskFull: {
      title: 'El disco está lleno',
      hint: 'No se ha enviado nada porque antes no pudo anotarse. Libere espacio e inténtelo de nuevo.',
    },
    storage: {
      title: 'No se pudo escribir un archivo de la consola',
      hint: 'Compruebe los permisos y el espacio de su carpeta de perfil.',
    },
    damaged: {
      title: 'Los registros de un trabajo anterior estaban dañados',
      hint: 'Lo que no se pudo leer se consulta antes de enviar nada de nuevo. Revise los resultados de este trabajo.',
    },
    locked: { title: 'La consola está bloqueada', hint: 'Desbloquéela primero.' },
    wrongPin: { title: 'Ese no es el PIN', hint: 'Inténtelo de nuevo.' },
    tryLater: { title: 'El PIN ha fallado varias veces', hint: 'Espere hasta el próximo intento.' },
    badRequest: {
      title: 'La consola ha pedido algo imposible',
      hint: 'Es un error del programa. Por favor, comuníquelo.',
    },
    foreignSender: {
      title: 'Rechazado por seguridad',
      hint: 'La petición no venía de esta ventana.',
    },
    tooLarge: { title: 'Es demasiado de una vez', hint: 'Elija menos.' },
    tooMany: { title: 'Demasiadas peticiones a la vez', hint: 'Espere un momento e inténtelo de nuevo.' },
    internal: {
      title: 'Algo ha fallado en la consola',
      hint: 'Inténtelo de nuevo. Si se repite, por favor, comuníquelo.',
    },
  },
  networkCause: {
    dns: 'No se pudo resolver el nombre del servidor. Compruebe la red y su DNS.',
    proxy: 'El proxy ha rechazado la conexión o no responde. Compruébelo en Ajustes › Red.',
    proxyPassword: 'El proxy pide usuario y contraseña. Indíquelos en Ajustes › Red.',
    tls: 'La conexión no es de confianza. Un proxy que inspecciona el tráfico necesita su certificado: añádalo en Ajustes › Red.',
    refused: 'La conexión fue rechazada. Puede que la bloquee un cortafuegos.',
    reset: 'La conexión se ha cortado. Inténtelo de nuevo.',
    timeout: 'No hubo respuesta a tiempo. Inténtelo de nuevo.',
  },
}
