"""El acta de Zona Centro vivida día por día, del martes 5 de julio de 2022 al domingo 15 de enero de 2023.

Las tablas están escritas a mano, de lo que el acta dice y con el calendario de 2022 delante; no salen del programa. Cada día se
comparan con la regla en SQL, la regla en Python, el índice de cortes y los conteos con su denominador.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest
from django.db.models import Sum

from conferencia import reloj
from conferencia.models import CambioDiario, Entrega, Institucion, Obligacion, Rol, TramoDeSituacion, Usuario
from conferencia.permissions import facultades_del_sistema
from conferencia.queries.conteo import Conteo
from conferencia.services.designaciones import designar
from conferencia.services.entregas import aceptar_entrega, rechazar_por_ajena
from conferencia.services.exenciones import Acto, Razon, disponer
from conferencia.services.indice import comparar
from conferencia.services.obligaciones import extender_al_dia
from conferencia.services.oficios import DatosDeOficio
from conferencia.services.solicitudes import pedir_prorroga, resolver_prorroga
from tests import reparto
from tests.conferencia.presentaciones import archivo_de, obligacion, observar, presentar

pytestmark = pytest.mark.django_db

PRIMERO, ULTIMO = date(2022, 7, 5), date(2023, 1, 15)
R = "ZC-2022-1/"
Vida = tuple[tuple[str, str], ...]  # (desde, situación), en orden

# --- La tabla: qué le pasa a cada compromiso si nadie hace nada -----------------------------------------------------------

PERMANENTE: Vida = (("2022-07-05", "en_plazo"),)  # sin cadencia de ratificación no vence
SIN_PLAZO: Vida = (("2022-07-05", "sin_plazo"),)
EN_ESPERA: Vida = (("2022-07-05", "en_espera_de_insumo"),)  # quien debe el insumo no lo manda: se espera aun después de vencer
FIN_DE_ANIO: Vida = (("2022-07-05", "en_plazo"), ("2022-12-24", "por_vencer"), ("2023-01-01", "sin_respuesta"))  # vence el sábado 31 de diciembre
DESIGNACION: Vida = (("2022-07-05", "por_vencer"), ("2022-07-13", "sin_respuesta"))  # vence el martes 12 de julio: nace a siete días
MODELO: Vida = (("2022-07-05", "en_plazo"), ("2022-09-23", "por_vencer"), ("2022-10-01", "sin_respuesta"))  # vence el viernes 30 de septiembre

TABLA: dict[str, tuple[int, Vida]] = {  # compromiso → cuántas y su vida
    "A3.1": (8, PERMANENTE),
    "A4.1": (7, FIN_DE_ANIO),
    "A4.2": (7, PERMANENTE),
    "A4.3": (7, FIN_DE_ANIO),
    "A4.4": (7, SIN_PLAZO),
    "A4.5": (7, SIN_PLAZO),
    "A5.1": (7, SIN_PLAZO),
    "A5.2": (7, SIN_PLAZO),
    "A6.1": (7, FIN_DE_ANIO),  # el plazo lo da el primer transitorio
    "A7.1": (7, PERMANENTE),
    "A8.1": (7, EN_ESPERA),  # del documento del CNI
    "A8.2": (1, (("2022-07-05", "en_plazo"), ("2022-07-11", "por_vencer"), ("2022-07-19", "sin_respuesta"))),  # vence el lunes 18 de julio
    "A9.1": (1, SIN_PLAZO),
    "A10.1": (7, SIN_PLAZO),
    "A10.2": (7, PERMANENTE),
    "A10.3": (7, FIN_DE_ANIO),
    "A11.1": (7, PERMANENTE),
    "A12.1": (7, EN_ESPERA),  # del modelo de convenio
    "A12.2": (1, MODELO),
    "A13.1": (7, EN_ESPERA),  # del modelo de acuerdo
    "A13.2": (1, MODELO),
    "T1.1": (14, DESIGNACION),
    "T3.1": (7, DESIGNACION),
    "T4.1": (14, DESIGNACION),
}

# El décimo día hábil del mes siguiente, contado con el dedo en el calendario (LFPA 28: el 1 y el 16 de septiembre no cuentan;
# en 2022 el 20 de noviembre y el 25 de diciembre caen en domingo, y el 1 de enero de 2023 también).
INDICADORES: dict[str, Vida] = {
    "2022-07": (("2022-07-05", "en_plazo"), ("2022-08-05", "por_vencer"), ("2022-08-13", "sin_respuesta")),  # vence el viernes 12 de agosto
    "2022-08": (("2022-08-01", "en_plazo"), ("2022-09-08", "por_vencer"), ("2022-09-16", "sin_respuesta")),  # el jueves 15 de septiembre
    "2022-09": (("2022-09-01", "en_plazo"), ("2022-10-07", "por_vencer"), ("2022-10-15", "sin_respuesta")),  # el viernes 14 de octubre
    "2022-10": (("2022-10-01", "en_plazo"), ("2022-11-07", "por_vencer"), ("2022-11-15", "sin_respuesta")),  # el lunes 14 de noviembre
    "2022-11": (("2022-11-01", "en_plazo"), ("2022-12-07", "por_vencer"), ("2022-12-15", "sin_respuesta")),  # el miércoles 14 de diciembre
    "2022-12": (("2022-12-01", "en_plazo"), ("2023-01-06", "por_vencer"), ("2023-01-14", "sin_respuesta")),  # el viernes 13 de enero
    "2023-01": (("2023-01-01", "en_plazo"),),  # el martes 14 de febrero
}
VENCEN = {
    "2022-07": "2022-08-12",
    "2022-08": "2022-09-15",
    "2022-09": "2022-10-14",
    "2022-10": "2022-11-14",
    "2022-11": "2022-12-14",
    "2022-12": "2023-01-13",
    "2023-01": "2023-02-14",
}

# --- Las historias: lo que le pasa a unas cuantas cuando alguien hace algo ------------------------------------------------

HISTORIAS: dict[str, Vida] = {
    # Puebla presenta tarde, se le observa y subsana dentro de su plazo: extemporánea para siempre.
    "T3.1/PUE-SS": (
        *DESIGNACION,
        ("2022-07-15", "en_revision"),
        ("2022-07-19", "con_observaciones"),
        ("2022-07-25", "en_revision"),
        ("2022-07-28", "cumplida_extemporanea"),
    ),
    # Presenta a tiempo, se le observa con plazo al 20 y no subsana: vencida desde el 21; subsana el 25, tarde.
    "T4.1/PUE-UPC": (
        ("2022-07-05", "por_vencer"),
        ("2022-07-11", "en_revision"),
        ("2022-07-13", "con_observaciones"),
        ("2022-07-21", "vencida"),
        ("2022-07-25", "en_revision"),
        ("2022-07-27", "cumplida_extemporanea"),
    ),
    # Responde otra cosa: se rechaza por ajena y así se queda.
    "T1.1/PUE-C5": (("2022-07-05", "por_vencer"), ("2022-07-08", "en_revision"), ("2022-07-11", "respondio_ajeno")),
    # El CNI manda el documento cuatro días tarde y se acepta el lunes 25.
    "A8.2/CNI-PM": (
        ("2022-07-05", "en_plazo"),
        ("2022-07-11", "por_vencer"),
        ("2022-07-19", "sin_respuesta"),
        ("2022-07-22", "en_revision"),
        ("2022-07-25", "cumplida_extemporanea"),
    ),
    # Hasta que el documento se acepta, los estados esperan; después corre su plazo de siempre. Puebla entrega el último día.
    **{f"A8.1/{e}-SS": (*EN_ESPERA, ("2022-07-25", "en_plazo"), *MODELO[1:]) for e in ("CDMX", "MEX", "GRO", "HGO", "MOR", "TLAX")},
    "A8.1/PUE-SS": (
        *EN_ESPERA,
        ("2022-07-25", "en_plazo"),
        ("2022-09-23", "por_vencer"),
        ("2022-09-30", "en_revision"),
        ("2022-10-04", "cumplida_a_tiempo"),
    ),
    # El indicador de julio, el último día; el de agosto, cuatro días tarde; los demás, nunca.
    "A3.2/PUE-UPC/2022-07": (
        ("2022-07-05", "en_plazo"),
        ("2022-08-05", "por_vencer"),
        ("2022-08-12", "en_revision"),
        ("2022-08-15", "cumplida_a_tiempo"),
    ),
    "A3.2/PUE-UPC/2022-08": (*INDICADORES["2022-08"], ("2022-09-19", "en_revision"), ("2022-09-20", "cumplida_extemporanea")),
    # Pide prórroga antes de vencer y se le concede el 26 de diciembre hasta el 20 de enero: nunca estuvo vencida.
    "A4.1/PUE-SS": (("2022-07-05", "en_plazo"), ("2022-12-24", "por_vencer"), ("2022-12-26", "en_plazo"), ("2023-01-13", "por_vencer")),
    # Se exime: sale del denominador.
    "A10.3/PUE-SS": (("2022-07-05", "en_plazo"), ("2022-10-03", "exenta_no_aplica")),
    # Lo permanente se acredita y queda al día.
    "A11.1/PUE-SS": (("2022-07-05", "en_plazo"), ("2022-08-08", "en_revision"), ("2022-08-10", "permanente_al_dia")),
}


def aceptar(clave: str) -> None:
    entrega = Entrega.objects.filter(obligacion__clave=R + clave).latest("numero")
    aceptar_entrega(por=reparto.facultades(reparto.analista()), entrega=entrega, version=entrega.obligacion.version)


def puebla(clave: str, numero: str) -> Entrega:
    return presentar(reparto.enlace(), clave, clave.split("/")[1], numero=numero)


def rechazar(entrega: Entrega) -> None:
    rechazar_por_ajena(por=reparto.facultades(reparto.analista()), entrega=entrega, version=entrega.obligacion.version, motivo="Habla de otra cosa.")


def ultima(clave: str) -> Entrega:
    return Entrega.objects.filter(obligacion__clave=R + clave).latest("numero")


def el_cni_manda_su_documento() -> None:
    cni = Institucion.objects.get(clave="CNI-PM")
    designar(por=facultades_del_sistema(reloj.hoy()), email="cni@demo.mx", nombre="CNI", rol=Rol.ENLACE_TITULAR, institucion=cni)
    presentar(Usuario.objects.get(email="cni@demo.mx"), "A8.2/CNI-PM", "CNI-PM", numero="CNI/1")


def pedir_hasta_el_20_de_enero() -> None:
    quien, ss = reparto.enlace(), Institucion.objects.get(clave="PUE-SS")
    pedir_prorroga(
        por=reparto.facultades(quien),
        obligacion=obligacion("A4.1/PUE-SS"),
        institucion=ss,
        datos=DatosDeOficio(numero="PUE/P/1", fecha=date(2022, 12, 19)),
        archivos=[archivo_de(quien)],
        motivo="Faltan dos generaciones por capacitar.",
        pide_hasta=date(2023, 1, 20),
    )


def conceder_hasta_el_20_de_enero() -> None:
    o = obligacion("A4.1/PUE-SS")
    resolver_prorroga(
        por=reparto.facultades(reparto.titular()),
        solicitud=o.solicitudes.get(),
        version=o.version,
        concede_hasta=date(2023, 1, 20),
        resolucion="Se concede.",
        fundamento="Acuerdo CUARTO",
    )


def eximir() -> None:
    o = obligacion("A10.3/PUE-SS")
    razon = Razon(motivo="No tiene imágenes que actualizar.", fundamento="Acuerdo DÉCIMO")
    disponer(por=reparto.facultades(reparto.titular()), obligacion=o, acto=Acto.NO_APLICA, razon=razon, version=o.version)


ACTOS: dict[str, list[Callable[[], object]]] = {
    "2022-07-08": [lambda: puebla("T1.1/PUE-C5", "PUE/1")],
    "2022-07-11": [lambda: rechazar(ultima("T1.1/PUE-C5")), lambda: puebla("T4.1/PUE-UPC", "PUE/2")],
    "2022-07-13": [lambda: observar(ultima("T4.1/PUE-UPC"), "Falta la firma.", subsanar_el=date(2022, 7, 20))],
    "2022-07-15": [lambda: puebla("T3.1/PUE-SS", "PUE/3")],
    "2022-07-19": [lambda: observar(ultima("T3.1/PUE-SS"), "Falta el cargo.", subsanar_el=date(2022, 7, 26))],
    "2022-07-22": [el_cni_manda_su_documento],
    "2022-07-25": [lambda: aceptar("A8.2/CNI-PM"), lambda: puebla("T3.1/PUE-SS", "PUE/4"), lambda: puebla("T4.1/PUE-UPC", "PUE/5")],
    "2022-07-27": [lambda: aceptar("T4.1/PUE-UPC")],
    "2022-07-28": [lambda: aceptar("T3.1/PUE-SS")],
    "2022-08-08": [lambda: puebla("A11.1/PUE-SS", "PUE/6")],
    "2022-08-10": [lambda: aceptar("A11.1/PUE-SS")],
    "2022-08-12": [lambda: puebla("A3.2/PUE-UPC/2022-07", "PUE/7")],
    "2022-08-15": [lambda: aceptar("A3.2/PUE-UPC/2022-07")],
    "2022-09-19": [lambda: puebla("A3.2/PUE-UPC/2022-08", "PUE/8")],
    "2022-09-20": [lambda: aceptar("A3.2/PUE-UPC/2022-08")],
    "2022-09-30": [lambda: puebla("A8.1/PUE-SS", "PUE/9")],
    "2022-10-03": [eximir],
    "2022-10-04": [lambda: aceptar("A8.1/PUE-SS")],
    "2022-12-20": [pedir_hasta_el_20_de_enero],
    "2022-12-26": [conceder_hasta_el_20_de_enero],
}

# --- Comparar --------------------------------------------------------------------------------------------------------------


def dias() -> Iterator[date]:
    return (PRIMERO + timedelta(days=n) for n in range((ULTIMO - PRIMERO).days + 1))


def al(vida: Vida, dia: date) -> str | None:
    """La situación escrita para ese día; ``None`` antes de nacer."""
    hasta = [situacion for desde, situacion in vida if desde <= dia.isoformat()]
    return hasta[-1] if hasta else None


def vida_de(clave: str, historias: dict[str, Vida]) -> Vida:
    """La escrita a mano para esa obligación: la suya, si tiene historia; si no, la de su compromiso."""
    corta = clave.removeprefix(R)
    if corta in historias:
        return historias[corta]
    compromiso, periodo = corta.split("/")[0], corta.rsplit("/", 1)[-1]
    return INDICADORES[periodo] if compromiso == "A3.2" else TABLA[compromiso][1]


def esperado(dia: date, claves: list[str], historias: dict[str, Vida]) -> dict[str, str]:
    situadas = {clave: al(vida_de(clave, historias), dia) for clave in claves}
    return {clave: s for clave, s in situadas.items() if s}


def del_indice(dia: date) -> dict[str, str]:
    return dict(TramoDeSituacion.objects.al(dia).values_list("clave", "situacion"))


def contado(dia: date) -> Conteo:
    filas = CambioDiario.objects.filter(dia__lte=dia).order_by().values_list("situacion").annotate(n=Sum("delta"))
    return Conteo({s: n for s, n in filas if n})


def periodos_nacidos(dia: date) -> int:
    return (dia.year - 2022) * 12 + dia.month - 6


def vivir(actos: dict[str, list[Callable[[], object]]], historias: dict[str, Vida]) -> None:
    """Pasa los días uno por uno; cada uno compara lo que las cuatro fuentes dicen de hoy con lo escrito."""
    for dia in dias():
        with reloj.fijo(dia):
            if dia.day == 1:
                extender_al_dia(dia)
            for acto in actos.get(dia.isoformat(), []):
                acto()
        filas = list(Obligacion.objects.nacidas(dia).con_situacion(dia))
        debe = esperado(dia, [o.clave for o in filas], historias)
        assert {o.clave: o.situacion for o in filas} == debe, f"SQL el {dia}"
        assert {o.clave: o.situacion_al(dia, espera_insumo=o.espera_insumo).value for o in filas} == debe, f"Python el {dia}"
        assert del_indice(dia) == debe, f"índice el {dia}"
        exentas = sum(s.startswith("exenta") for s in debe.values())
        conteo = contado(dia)
        assert (conteo.por_situacion, conteo.total) == (Counter(debe.values()), 159 + 7 * periodos_nacidos(dia) - exentas), f"conteo el {dia}"


def todos_los_cortes(historias: dict[str, Vida]) -> None:
    """Visto desde el último día, cualquier corte pasado dice lo mismo que dijo entonces."""
    claves = list(Obligacion.objects.values_list("clave", flat=True))
    for dia in dias():
        debe = esperado(dia, claves, historias)
        assert del_indice(dia) == debe, f"corte del {dia}"
        assert contado(dia).por_situacion == Counter(debe.values()), f"conteo al corte del {dia}"
    assert comparar().concuerda


def test_la_tabla_es_la_del_acta():
    """159 obligaciones y siete por mes; los indicadores vencen el décimo día hábil del mes siguiente."""
    assert sum(cuantas for cuantas, _ in TABLA.values()) == 159
    nacidas = Counter(c.removeprefix(R).split("/")[0] for c in Obligacion.objects.exclude(clave__contains="/A3.2/").values_list("clave", flat=True))
    assert nacidas == {compromiso: cuantas for compromiso, (cuantas, _) in TABLA.items()}
    extender_al_dia(date(2023, 1, 1))
    vencen = Obligacion.objects.filter(clave__contains="/A3.2/").values_list("periodo", "vence_el")
    assert Counter((p, v.isoformat()) for p, v in vencen) == dict.fromkeys(VENCEN.items(), 7)


def test_dia_por_dia_sin_que_nadie_haga_nada():
    vivir({}, {})
    todos_los_cortes({})


def test_dia_por_dia_con_lo_que_hicieron_puebla_y_el_cni():
    vivir(ACTOS, HISTORIAS)
    todos_los_cortes(HISTORIAS)
