/** El bloqueo: su pantalla, el PIN y su apartado de los ajustes. */
export const lock = {
  lock: {
    title: 'Bloqueada',
    lead: 'Escriba su PIN o contraseña para continuar.',
    pin: 'PIN o contraseña',
    unlock: 'Desbloquear',
    now: 'Bloquear ahora',
    coverNow: 'Tapar la ventana ahora',
    quit: 'Salir',
    wrong: 'No es correcto. Inténtelo de nuevo.',
    wrongOften: 'Ha fallado varias veces.',
    waitFor: 'Espere {time}',
    jobs: 'Hay {n} acción en marcha, que sigue | Hay {n} acciones en marcha, que siguen',
    forgotten: '¿Lo ha olvidado?',
    giveUp: {
      title: '¿Cerrar sesión y quitar las conexiones?',
      text: 'Nadie puede recuperar un PIN olvidado. Se quitan todas las conexiones, sus claves salen del llavero, y el PIN con ellas. Los ajustes quedan. Para volver a conectar hará falta una clave de API.',
      jobs: 'La acción en marcha se detiene donde está. | Las {n} acciones en marcha se detienen donde están.',
      confirm: 'Cerrar sesión y quitar',
    },
    trouble: {
      keychainLocked: 'El llavero de este equipo está bloqueado. Desbloquéelo e inténtelo de nuevo.',
      keychainUnavailable:
        'Este equipo no tiene un llavero que la consola pueda usar, así que un PIN no se puede guardar ni comprobar.',
      keychainFailed: 'El llavero de este equipo no ha querido funcionar. Inténtelo de nuevo.',
      pinLost:
        'El llavero ya no guarda el PIN, así que nada puede coincidir. Cierre sesión para empezar de nuevo.',
    },
    choose: {
      title: 'Elija un PIN',
      lead: 'Su administrador exige uno para abrir la consola.',
    },
    newPin: 'PIN o contraseña nuevos',
    newPinHint: 'De {min} a {max} caracteres; mejor cuanto más largo',
    again: 'Lo mismo otra vez',
    current: 'PIN o contraseña actuales',
    length: 'Use de {min} a {max} caracteres.',
    different: 'No coinciden.',
    set: 'Poner el PIN',
    forgetting: 'Nadie puede recuperarlo. Quien lo olvide tendrá que cerrar sesión y volver a conectar.',
    task: { set: 'Poner un PIN', change: 'Cambiar el PIN', remove: 'Quitar el PIN' },
    confirm: { set: 'Poner el PIN', change: 'Cambiar el PIN', remove: 'Quitar el PIN' },
    done: {
      set: 'PIN puesto',
      change: 'PIN cambiado',
      remove: 'PIN quitado: ahora la ventana solo se tapa',
    },
    settings: {
      leadLock:
        'Mientras está bloqueada, la consola no muestra ni responde nada hasta que se escribe el PIN. Las acciones siguen y la bandeja muestra su número.',
      leadCover:
        'Sin PIN la ventana solo se tapa: oculta el tablero a quien pase, pero cualquiera puede destaparla.',
      noKeychain:
        'Este equipo no tiene un llavero que la consola pueda usar, así que un PIN no se puede guardar y el bloqueo no se puede activar. Tapar la ventana sí funciona.',
      pinHint: 'Bloquea la consola. Solo se guarda un hash con sal, en el llavero de este equipo',
      pinRequired: 'Su administrador exige un PIN: se puede cambiar, no quitar',
      isSet: 'Puesto',
      notSet: 'Sin poner',
      lockAfter: 'Bloquear cuando nadie haya usado este equipo durante',
      coverAfter: 'Tapar la ventana cuando nadie haya usado este equipo durante',
      lockWithScreen: 'Bloquear cuando se bloquee la pantalla o el equipo entre en reposo',
      coverWithScreen: 'Tapar la ventana cuando se bloquee la pantalla o el equipo entre en reposo',
      never: 'Nunca',
      minutes: '{n} minuto | {n} minutos',
    },
  },
}
