/** Lo que ha decidido un administrador, y las reglas que cada supervisor puede ponerse. */
export const policy = {
  policy: {
    viewOnly: {
      banner: 'Solo lectura: el tablero se puede leer y nada se puede cambiar.',
      admin: 'Lo ha fijado su administrador.',
      change: 'Cambiar',
    },
    forbidden: {
      admin: {
        viewOnly: 'Su administrador solo permite mirar',
        notAllowed: 'Su administrador no permite esta acción',
        tooMany: 'Su administrador permite como máximo {n} a la vez',
        export: 'Su administrador no permite exportar',
      },
      own: {
        viewOnly: 'El modo de solo lectura está activado (Ajustes, Reglas)',
        notAllowed: 'Esta acción está desactivada (Ajustes, Reglas)',
        tooMany: 'Como máximo {n} a la vez (Ajustes, Reglas)',
        export: 'Exportar está desactivado (Ajustes, Reglas)',
      },
    },
    refused: {
      viewOnly: 'Aquí solo se puede mirar.',
      allowedActions: 'Esta acción no está permitida aquí.',
      bulkMaximum: 'Aquí se permiten menos reservas a la vez.',
      reasons: 'Elija uno de los motivos de la lista.',
      note: 'Hace falta un motivo.',
      regions: 'Esta región no está permitida aquí.',
      workspaces: 'Este espacio de trabajo no está permitido aquí.',
    },
    broken: {
      title: 'No se entienden los ajustes de su administrador',
      lead: 'Este equipo tiene una directiva para la consola y algo en ella está mal. No se sabe qué debía prohibir, así que no se conecta ni se puede cambiar nada. No se ha perdido nada.',
      what: 'Qué está mal',
      place: '{place}, línea {line}',
      kind: {
        unreadable: 'No se puede leer',
        notProtected: 'Pueden escribirla otros además del administrador',
        notJson: 'No es JSON válido',
        notObject: 'No es un objeto',
        unknownKey: 'No existe ese ajuste',
        badValue: 'No es un valor de ese ajuste',
      },
      todo: 'Envíe esto a su administrador. Cuando esté reparado, inicie la consola de nuevo.',
      copy: 'Copiar para su administrador',
      quit: 'Salir',
    },
    rules: {
      lead: 'Reglas para usted en este equipo. Un administrador puede fijar cada una para todos.',
      viewOnly: {
        label: 'Solo lectura',
        hint: 'No se envía nada que cambie algo. Para formación y para una pantalla en la pared.',
      },
      bulkMaximum: {
        label: 'Máximo de reservas a la vez',
        hint: 'Con una selección mayor no se puede actuar.',
      },
      reasons: {
        label: 'Motivos entre los que elegir',
        hint: 'Uno por línea. Vacío: cualquier texto.',
        tooLong: 'Como máximo 50 motivos de 100 caracteres',
      },
      pollSeconds: {
        label: 'Buscar cambios como máximo cada … segundos',
        hint: 'Dos mantiene el tablero al día. Ponga más si muchas consolas comparten una cuenta.',
        unit: 's',
      },
      exportAllowed: {
        label: 'Permitir exportar',
        hint: 'Los resultados y el historial se pueden guardar como archivos.',
      },
      allowedActions: {
        label: 'Acciones que se pueden usar',
        hint: 'Las demás se ven en gris.',
      },
    },
    key: {
      open: 'Cambiar la clave',
      title: 'Una clave nueva para {name}',
      text: 'Primero se prueba. Si funciona ocupa el lugar de la anterior, que se borra del llavero; la conexión se mantiene.',
      replaced: 'Clave nueva en uso para {name}',
      copy: 'Copiar la lista de permisos',
      read: 'Para ver el tablero',
      act: 'Para actuar sobre reservas',
    },
    reason: {
      label: 'Motivo',
      choose: 'Elija un motivo',
      more: 'Más detalles',
    },
  },
} as const
