import type { TrialMessages } from './en.js';

/** What the pages of a trial sign-in say in Spanish. */
export const es: TrialMessages = {
  startTitle: (connection) => `Probar el inicio de sesión con ${connection}`,
  startIntroduction:
    'Es un inicio de sesión real en su organización, para saber si la conexión funciona. No crea ninguna cuenta aquí ni le abre sesión en ninguna aplicación. Al final hay un informe.',
  startOnce:
    'El enlace funciona una sola vez. El informe se ve en este navegador y lo ven quienes administran este servicio: contiene lo que su organización nos dice de usted.',
  startDraft: 'La configuración que se prueba aún no está guardada.',
  startContinue: 'Iniciar sesión y ver el informe',
  openedTitle: 'Esta prueba aún no ha terminado',
  openedSentence:
    'El inicio de sesión comenzó en este navegador y su organización aún no ha respondido. Termínelo en la página de su organización. Si ya no es posible, pida un enlace nuevo.',

  reportTitle: (connection) => `Prueba de inicio de sesión con ${connection}`,
  outcomes: {
    ok: 'La conexión funciona.',
    warning: 'La conexión funciona, pero algo merece atención.',
    failed: 'El inicio de sesión falló.',
    skipped: 'La prueba no averiguó nada.',
  },
  outcomeWords: { ok: 'Bien', warning: 'Aviso', failed: 'Fallo', skipped: 'Omitido' },
  connectionGone: 'La conexión se eliminó después de crear este enlace.',
  failureHeading: 'Qué salió mal',
  upstreamCode: 'Código del proveedor de identidad',
  upstreamCorrelationId: 'Su identificador de correlación',
  upstreamTraceId: 'Su identificador de seguimiento',
  stagesHeading: 'Paso a paso',
  warningsHeading: 'Qué merece atención',
  profileHeading: 'El perfil que tendría esta persona',
  profileNothing: 'El proveedor de identidad solo comunicó el identificador de esta persona.',
  emailVerification: '¿Está verificada la dirección de correo?',
  userTerm: 'Cuenta',
  users: {
    create: 'Un inicio de sesión crearía una cuenta.',
    recognise: 'Un inicio de sesión encontraría la cuenta que esta persona tiene aquí.',
    refuse: 'Un inicio de sesión sería rechazado.',
  },
  claimsHeading: 'Lo que dijo el proveedor de identidad',
  claimsShow: 'Mostrar las notificaciones (claims) tal como llegaron',
  issuer: 'Emisor (issuer)',
  subject: 'Sujeto (subject)',
  more: (count) => `y ${count} más`,
  readable: 'Este informe puede leerse en este navegador durante 24 horas.',

  stageNames: {
    discovery: 'Descubrimiento',
    authorize: 'Petición de inicio de sesión',
    callback: 'Respuesta',
    token: 'Petición de tokens',
    signature: 'Firma',
    claims: 'Notificaciones (claims)',
    userinfo: 'Datos de la persona',
    graph: 'Microsoft Graph',
    policy: 'Reglas de este servicio',
    profile: 'Perfil',
  },
  stageOk: {
    discovery: 'El proveedor de identidad respondió y es el esperado.',
    authorize: 'El navegador se envió al proveedor de identidad.',
    callback: 'La respuesta volvió y pertenece a este inicio de sesión.',
    token: 'El proveedor de identidad aceptó las credenciales de la conexión.',
    signature: 'El token de identidad está firmado por el proveedor de identidad.',
    claims: 'Las notificaciones son válidas y para esta conexión.',
    userinfo: 'Se leyeron los datos de la persona.',
    graph: 'Se leyó de Microsoft Graph lo que pide la conexión.',
    policy: 'Este servicio dejaría entrar a la persona.',
    profile: 'Con las notificaciones se formó un perfil.',
  },
  passed: 'Esto salió bien.',
  notReached: 'No se alcanzó.',
  notUsed: 'La conexión no lo usa o no informa de ello.',

  warnings: {
    no_email:
      'El proveedor de identidad no envió ninguna dirección de correo utilizable. Las aplicaciones que la necesitan rechazarán a esta persona.',
    no_name: 'El proveedor de identidad no envió ningún nombre.',
    email_unverified: 'A las aplicaciones se les dice que la dirección de correo no está verificada.',
    email_domain_elsewhere: 'La dirección de correo no pertenece a ninguno de los dominios de la conexión.',
    email_domain_of_another: 'El dominio de la dirección de correo pertenece a otra conexión.',
    groups_unknown: 'Los grupos de esta persona se desconocen: las aplicaciones no los reciben.',
    connection_disabled: 'La conexión está desactivada: aún nadie puede iniciar sesión con ella.',
    secret_expiring: 'El secreto de cliente caduca dentro de 30 días o menos.',
    secret_expired: 'La fecha de caducidad del secreto de cliente que consta aquí ya ha pasado.',
    next_secret_used:
      'El secreto de cliente en uso fue rechazado, así que se probó el siguiente. Un inicio de sesión en una aplicación cambiaría a él.',
  },
  verdicts: {
    upstream: 'Sí: el proveedor de identidad responde por ella.',
    operator: 'Sí: se confía en la conexión para las direcciones de sus propios dominios.',
    no_address: 'No: no hay ninguna dirección utilizable.',
    no_evidence: 'No: nada demuestra que sea de esta persona.',
    domain_not_own: 'No: se confía en la conexión solo para sus propios dominios, y este no es ninguno de ellos.',
    domain_of_another: 'No: el dominio pertenece a otra conexión.',
  },
  advice: {
    person: 'Haga lo que se describe, pida después un enlace nuevo y vuelva a intentarlo.',
    'tenant-administrator':
      'Envíe este informe a quien administra el directorio de la organización. Cuando esté resuelto, pida un enlace nuevo y vuelva a intentarlo.',
    operator:
      'Hay que cambiar la conexión, o el registro del servicio de inicio de sesión tiene los detalles. Sus responsables también pueden leer este informe.',
  },
};
