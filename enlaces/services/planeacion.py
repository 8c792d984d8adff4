"""Planear los avisos de un día en una sola instrucción: un correo por persona con lo suyo, una sola vez pase lo que pase."""

from datetime import date, time

from django.db import connection, transaction

from conferencia import reloj
from enlaces.models import Aviso, EstadoAviso, Regla, RenglonDeAviso
from enlaces.queries.debidos import DE_PLAZOS, SIN_BUCLES, Consulta, debidos
from enlaces.services import reglas
from enlaces.services.registro import dominio

SIN_DESTINATARIO = "La institución no tiene enlace vigente ni correo oficial: nadie recibió este aviso."
YA_NO = "No salió a tiempo: lo sustituye el resumen del día siguiente."
HORA = time(8)

# De cada persona, un grupo por correo: el del resumen, o uno por obligación si prefiere sueltos los urgentes. Quien no tiene a quién escribir
# queda dicho. La clave y el Message-ID salen igual que en ``domain.reglas``. Lo que ya existe y sigue en cola recibe lo que le falte.
_PLANEAR = """
WITH {debidos},
agrupados AS (
    SELECT d.*, h.huso, coalesce(f.hora, %s) AS hora,
           CASE WHEN d.inmediato AND f.modalidad = 'individual' THEN ':' || d.obligacion ELSE '' END AS suelto,
           CASE WHEN d.correo = '' THEN 'nadie:' || d.institucion ELSE d.correo END AS quien
      FROM debidos d
      JOIN conferencia_institucion i ON i.id = d.institucion
      LEFT JOIN enlaces_preferenciadeavisos f ON f.usuario_id = d.usuario
      LEFT JOIN LATERAL (SELECT e.huso FROM conferencia_entidadfederativa e WHERE e.id = i.entidad_id) h ON true
),
con_clave AS (
    SELECT a.*, CASE a.suelto WHEN '' THEN 'resumen' ELSE 'recordatorio' END || ':' || %s || ':'
                || left(encode(sha256(convert_to(a.quien, 'UTF8')), 'hex'), 24) || a.suelto AS aviso
      FROM agrupados a
),
correos AS (
    SELECT aviso, correo, min(CASE suelto WHEN '' THEN 'resumen' ELSE 'recordatorio' END) AS regla, (array_agg(usuario))[1] AS usuario,
           CASE WHEN count(DISTINCT institucion) = 1 THEN (array_agg(institucion))[1] END AS institucion,
           min((%s::date + hora) AT TIME ZONE coalesce(huso, 'America/Mexico_City')) AS sale
      FROM con_clave GROUP BY aviso, correo
),
nuevos AS (
    INSERT INTO enlaces_aviso (clave, regla, correo, usuario_id, institucion_id, para_el, message_id, estado, motivo, planeado_en, sale_desde,
                               asunto, cuerpo_texto, cuerpo_html, intentos)
    SELECT aviso, regla, correo, usuario, institucion, %s, '<aviso.' || left(encode(sha256(convert_to(aviso, 'UTF8')), 'hex'), 40) || '@' || %s || '>',
           CASE correo WHEN '' THEN 'suprimido' ELSE 'planeado' END, CASE correo WHEN '' THEN %s ELSE '' END, %s, sale, '', '', '', 0
      FROM correos ORDER BY aviso
        ON CONFLICT (clave) DO NOTHING
    RETURNING id, clave
),
vivos AS (
    SELECT id, clave FROM nuevos
    UNION ALL
    SELECT a.id, a.clave FROM enlaces_aviso a JOIN correos c ON c.aviso = a.clave WHERE a.estado = 'planeado'
),
renglones AS (
    INSERT INTO enlaces_renglondeaviso (aviso_id, obligacion_id, institucion_id, regla_id, correo, motivo, vence_el, vigente)
    SELECT v.id, d.obligacion, d.institucion, d.regla, d.correo, d.motivo, d.fecha, true
      FROM con_clave d JOIN vivos v ON v.clave = d.aviso
     WHERE d.correo <> ''
     ORDER BY d.fecha, d.clave
        ON CONFLICT DO NOTHING
),
tareas AS (
    INSERT INTO enlaces_tareaderequerimiento (obligacion_id, institucion_id, vence_el, creada_el, avisos, nota)
    SELECT obligacion, institucion, fecha, %s, cuantos, '' FROM elegidas WHERE papel = 'secretaria'
        ON CONFLICT DO NOTHING
)
SELECT id FROM nuevos
"""


@transaction.atomic
def planear(dia: date) -> list[Aviso]:
    """Deja en cola lo que toca ese día y da los avisos que nacieron ahora. Repetirlo, o hacerlo dos a la vez, no agrega nada."""
    reglas.asegurar()
    consulta = debidos(dia, max(dia, reloj.hoy()))
    if consulta is None:
        return []
    _sustituir(dia)
    with connection.cursor() as cursor:
        cursor.execute(SIN_BUCLES)
        cursor.execute(_PLANEAR.format(debidos=consulta.sql), _parametros(dia, consulta))
        ids = [fila[0] for fila in cursor.fetchall()]
    return list(Aviso.objects.filter(pk__in=ids).order_by("clave"))


def _parametros(dia: date, consulta: Consulta) -> list:
    return [*consulta.parametros, HORA, dia.isoformat(), dia, dia, dominio(), SIN_DESTINATARIO, reloj.ahora(), dia]


def _sustituir(dia: date) -> None:
    """Lo de días anteriores que nadie alcanzó a enviar ya no sale: hoy se dice lo que hoy es cierto."""
    viejos = Aviso.objects.filter(regla__in=DE_PLAZOS, estado=EstadoAviso.PLANEADO, para_el__lt=dia)
    callar(viejos.values_list("pk", flat=True), YA_NO)


def callar(avisos, motivo: str) -> int:
    """Suprime esos avisos, con su razón; lo que llevaban deja de contar como dicho."""
    ids = list(avisos)
    RenglonDeAviso.objects.filter(aviso__in=ids).update(vigente=False)
    return Aviso.objects.filter(pk__in=ids).update(estado=EstadoAviso.SUPRIMIDO, motivo=motivo[:300], arrendado_hasta=None)


def adelantar(dia: date) -> None:
    """Lo planeado para ese día deja de esperar su hora: alguien pidió mandarlo ya."""
    a_su_hora = (*DE_PLAZOS, Regla.SECRETARIA, Regla.SEMANAL)
    Aviso.objects.filter(regla__in=a_su_hora, para_el=dia, estado=EstadoAviso.PLANEADO).update(sale_desde=None)
