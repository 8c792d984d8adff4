"""El informe de cumplimiento de una reunión, como documento: de los datos al HTML y del HTML al PDF."""

from dataclasses import dataclass
from datetime import timedelta

from django.template.loader import render_to_string

from conferencia.domain.situacion import DIAS_POR_VENCER, GRUPO_DE, Grupo, Situacion
from conferencia.queries.conteo import Conteo
from conferencia.queries.verificacion import direccion_publica
from conferencia.reports import cuentas, datos_csv, pdf
from conferencia.reports.calculos import calculos
from conferencia.reports.datos import Datos

PLANTILLA = "reports/informe/informe.html"
HOJA = "informe-impreso.css"

SIGNIFICADO = {
    Situacion.CUMPLIDA_A_TIEMPO: "Aceptada por la Secretaría Técnica; llegó dentro del plazo.",
    Situacion.PERMANENTE_AL_DIA: "Deber continuo con evidencia vigente.",
    Situacion.CUMPLIDA_EXTEMPORANEA: "Aceptada, pero llegó o se subsanó después del plazo.",
    Situacion.EN_REVISION: "Entregada; falta el dictamen de la Secretaría Técnica.",
    Situacion.RECIBIDA_POR_CONFIRMAR: "Llegó por correo y falta confirmar que corresponde.",
    Situacion.CON_OBSERVACIONES: "Devuelta, dentro del plazo para subsanar.",
    Situacion.EN_ESPERA_DE_INSUMO: "No puede avanzar hasta que otra institución entregue.",
    Situacion.AVANCE_PARCIAL: "Con avance reportado y plazo por delante.",
    Situacion.EN_PLAZO: "Su plazo no ha terminado.",
    Situacion.SIN_PLAZO: "El acta no le puso fecha: nunca cuenta como vencida.",
    Situacion.POR_VENCER: "Vence en los próximos siete días.",
    Situacion.PERMANENTE_SIN_RATIFICAR: "Deber continuo cuya evidencia ya caducó.",
    Situacion.VENCIDA: "Terminó su plazo; hubo entrega, pero no se ha aceptado.",
    Situacion.SIN_RESPUESTA: "Terminó su plazo sin ninguna entrega.",
    Situacion.RESPONDIO_AJENO: "Lo presentado no tiene que ver con lo acordado.",
    Situacion.EXENTA_NO_APLICA: "No le aplica; fuera del denominador.",
    Situacion.EXENTA_NO_COMPETENTE: "No competencia resuelta procedente; fuera del denominador.",
    Situacion.EXENTA_SIN_EFECTO: "Sustituida por un acto posterior; fuera del denominador.",
}


@dataclass(frozen=True)
class Significado:
    """Un renglón de la leyenda. ``primera_de``: cuántas situaciones abarca su grupo, si es la primera; si no, cero."""

    grupo: Grupo
    situacion: Situacion
    texto: str
    cuantas: int
    primera_de: int


def leyenda(cuenta: Conteo) -> list[Significado]:
    """Las situaciones con su cuenta: sumadas dan el total del informe."""
    renglones, visto = [], None
    for situacion, grupo in GRUPO_DE.items():
        hermanas = sum(1 for g in GRUPO_DE.values() if g == grupo)
        primera_de = hermanas if grupo != visto else 0
        renglones.append(Significado(grupo, situacion, SIGNIFICADO[situacion], cuenta.por_situacion.get(situacion, 0), primera_de))
        visto = grupo
    return renglones


def direccion_de(folio: str, codigo: str) -> str:
    """La de su página de verificación; vacía en los informes que se pidieron antes de que hubiera código."""
    return direccion_publica(f"{folio}-{codigo}") if codigo else ""


def contexto(datos: Datos, folio: str, codigo: str = "") -> dict:
    total = cuentas.contar(datos.renglones)
    return {
        "datos": datos,
        "folio": folio,
        "direccion": direccion_de(folio, codigo),
        "total": total,
        "sin_respuesta": total.por_situacion.get(Situacion.SIN_RESPUESTA, 0),
        "ajenas": total.por_situacion.get(Situacion.RESPONDIO_AJENO, 0),
        "extemporaneas": total.por_situacion.get(Situacion.CUMPLIDA_EXTEMPORANEA, 0),
        "esperan": total.por_situacion.get(Situacion.EN_ESPERA_DE_INSUMO, 0),
        "sin_plazo": total.por_situacion.get(Situacion.SIN_PLAZO, 0),
        "vence_hasta": datos.corte + timedelta(days=DIAS_POR_VENCER),
        "leyenda": leyenda(total),
        "matriz": cuentas.matriz(datos),
        "acuerdos": cuentas.acuerdos(datos),
        "resultados": cuentas.resultados(datos),
        "fichas": cuentas.fichas(datos),
        "atrasos": cuentas.atrasos(datos),
        "calculos": calculos(datos.renglones),
        "todas_las_entidades": [e for e in datos.entidades if e != cuentas.SIN_ENTIDAD],
    }


def html(datos: Datos, folio: str, codigo: str = "") -> str:
    return render_to_string(PLANTILLA, contexto(datos, folio, codigo))


def componer(datos: Datos, folio: str, codigo: str = "") -> bytes:
    """El PDF etiquetado, con sus datos adjuntos. Los mismos datos, folio, código e instante dan los mismos bytes."""
    adjunto = pdf.Adjunto(
        nombre="obligaciones.csv",
        descripcion=f"Las {len(datos.renglones)} obligaciones de este informe, una por renglón",
        contenido=b"".join(datos_csv.lineas(datos)),
    )
    return pdf.componer(html(datos, folio, codigo), hoja=HOJA, instante=datos.sabido_al, adjuntos=[adjunto])
