"""Datos de carga: reuniones inventadas con el volumen que se pida, para medir. Todo por conjuntos (COPY), con sus hechos encadenados."""

import csv
import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from io import StringIO
from random import Random
from uuid import UUID

import uuid6
from django.core.files.base import ContentFile
from django.db import connection, transaction

from conferencia import reloj
from conferencia.domain.carga import MOLDES, Molde, vencimientos, vida
from conferencia.domain.hechos import GENESIS, canonico, encadenar
from conferencia.models import Acta, Archivo, Compromiso, Disposicion, EntidadFederativa, Hecho, Institucion, Obligacion, Organo, Parrafo, Reunion, Zona
from conferencia.services import indice
from conferencia.services.catalogos import sembrar_catalogos

PREFIJO = "CARGA"
SEMILLA = 2022
ANIOS = 5  # hacia atrás se reparten las reuniones
PERIODOS = 36
POR_VENIR = timedelta(days=60)
LOTE = 20_000
NULO = r"\N"
COLUMNAS = [campo.column for campo in Obligacion._meta.concrete_fields if campo.column]
DE_HECHO = ["clase", "sujeto", "sujeto_id", "reunion_id", "obligacion_id", "de", "a", "motivo", "datos", "rige_el", "asentado_en"]


class CargaNegada(Exception):
    """La base ya tiene obligaciones: cargar encima mezclaría lo inventado con lo real."""


@dataclass(frozen=True)
class Cargado:
    obligaciones: int
    reuniones: int
    hechos: int


@dataclass(frozen=True)
class Quien:
    """Con quién se cumple: una institución, o las de una entidad en conjunto."""

    institucion: UUID | None
    entidad: UUID | None
    sufijo: str
    partes: tuple[UUID, ...]


@transaction.atomic
def cargar(cuantas: int, *, forzar: bool = False) -> Cargado:
    """Genera ``cuantas`` obligaciones con sus reuniones, partes, hechos e índice. Falla con ``CargaNegada`` si ya hay alguna."""
    if Obligacion.objects.exists() and not forzar:
        raise CargaNegada("La base ya tiene obligaciones: no se mezclan con datos de carga. Usa una base vacía o, a sabiendas, --forzar.")
    if not Institucion.objects.exists():
        sembrar_catalogos()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [indice.CANDADO])
        cursor.execute("CREATE TEMP TABLE hecho_de_carga (LIKE conferencia_hecho INCLUDING DEFAULTS) ON COMMIT DROP")
        cursor.execute("ALTER TABLE hecho_de_carga ALTER numero DROP NOT NULL, ALTER huella DROP NOT NULL, ALTER huella_anterior DROP NOT NULL")
    reuniones = _sembrar(cuantas)
    _entregas()
    hechos = _encadenar()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE conferencia_obligacion, conferencia_parte, conferencia_hecho, conferencia_compromiso, conferencia_disposicion")
    indice.reconstruir()
    return Cargado(cuantas, reuniones, hechos)


def _sembrar(cuantas: int) -> int:
    """Reunión tras reunión hasta completar; una de cada seis es nacional. Da cuántas."""
    azar, hoy = Random(SEMILLA), reloj.hoy()  # noqa: S311 - datos inventados que deben salir siempre iguales
    organo = Organo.objects.earliest("pk")
    ya = Reunion.objects.filter(clave__startswith=PREFIJO).count()
    zonas = [None, *Zona.objects.order_by("nombre")]
    faltan, n = cuantas, 0
    while faltan > 0:
        fecha = hoy - timedelta(days=azar.randint(1, 365 * ANIOS))
        n += 1
        reunion = Reunion.objects.create(
            clave=f"{PREFIJO}-{ya + n}", organo=organo, zona=zonas[n % len(zonas)], nombre=f"Reunión de carga {ya + n}", lugar="Carga", fecha=fecha
        )
        faltan -= _llenar(reunion, faltan, azar, hoy)
    return n


def _llenar(reunion: Reunion, tope: int, azar: Random, hoy: date) -> int:
    obligaciones: list[list] = []
    partes: list[tuple] = []
    hechos: list[tuple] = []
    insumos: list[tuple[str, str]] = []
    quienes = _quienes(reunion)
    texto = "Se acuerda " + "; ".join(m.accion for m in MOLDES) + "."
    acta = _acta(reunion, texto)
    for numero, molde in enumerate(MOLDES, start=1):
        compromiso = _compromiso(acta, reunion, numero, molde, texto)
        espera: tuple[str, ...] = ()
        if molde.espera and len(obligaciones) < tope:
            federal = _una(_compromiso(acta, reunion, numero, molde, texto, orden=2), molde, _federal(), "", reunion.fecha, reunion.fecha + timedelta(days=60))
            espera = (_agregar(federal, (), reunion, obligaciones, partes, hechos, azar, hoy),)
        for quien in quienes[molde.modo, molde.tipos]:
            for periodo, nace, vence in vencimientos(molde, reunion.fecha, hoy + POR_VENIR, PERIODOS):
                if len(obligaciones) >= tope:
                    break
                suya = _una(compromiso, molde, quien, periodo, nace, vence)
                _agregar(suya, espera, reunion, obligaciones, partes, hechos, azar, hoy)
                insumos += [(suya["id"], e) for e in espera]
    _copiar("conferencia_obligacion", COLUMNAS, obligaciones)
    _copiar("conferencia_parte", ("obligacion_id", "institucion_id", "orden", "en_turno", "avance", "etapa"), partes)
    _copiar("conferencia_obligacion_insumos", ("from_obligacion_id", "to_obligacion_id"), insumos)
    _copiar("hecho_de_carga", DE_HECHO, hechos)
    return len(obligaciones)


def _quienes(reunion: Reunion) -> dict[tuple[str, tuple[str, ...]], list[Quien]]:
    instituciones = Institucion.objects.filter(entidad__isnull=False).select_related("entidad").order_by("entidad__clave", "tipo")
    if reunion.zona_id:
        instituciones = instituciones.filter(entidad__in=EntidadFederativa.objects.filter(pertenencias__zona=reunion.zona_id))
    todas = list(instituciones)
    hallados = {}
    for molde in MOLDES:
        suyas = [i for i in todas if i.tipo in molde.tipos]
        if molde.modo == "individual":
            quienes = [Quien(i.pk, i.entidad_id, i.clave, (i.pk,)) for i in suyas]
        else:
            entidades = {i.entidad_id: i.entidad.abreviatura for i in suyas if i.entidad}
            quienes = [Quien(None, e, sigla, tuple(i.pk for i in suyas if i.entidad_id == e)) for e, sigla in entidades.items()]
        hallados[molde.modo, molde.tipos] = quienes
    return hallados


def _federal() -> Quien:
    federal = Institucion.objects.filter(entidad__isnull=True).order_by("clave")[0]
    return Quien(federal.pk, None, federal.clave, (federal.pk,))


def _acta(reunion: Reunion, texto: str) -> Acta:
    contenido = f"{reunion.nombre}. {texto}".encode()
    archivo = Archivo(nombre=f"{reunion.clave}.txt", tipo="text/plain", tamano=len(contenido), sha256=hashlib.sha256(contenido).hexdigest())
    archivo.subido_en = reloj.ahora()
    archivo.contenido.save(f"{reunion.clave}.txt", ContentFile(contenido), save=True)
    return Acta.objects.create(reunion=reunion, archivo=archivo, estado="publicada", lectura={}, publicada_en=_instante(reunion.fecha))


def _compromiso(acta: Acta, reunion: Reunion, numero: int, molde: Molde, texto: str, *, orden: int = 1) -> Compromiso:
    disposicion, nueva = Disposicion.objects.get_or_create(
        clave=f"{reunion.clave}/A{numero}",
        defaults={"acta": acta, "reunion": reunion, "clase": "acuerdo", "numero": numero, "ordinal": str(numero), "titulo": molde.accion.capitalize()},
    )
    parrafo = Parrafo.objects.create(disposicion=disposicion, numero=1, texto=texto) if nueva else disposicion.parrafos.get()
    plazo = "periodico" if molde.meses else "permanente" if molde.permanente else "fecha" if molde.dias else "sin_plazo"
    inicio = texto.index(molde.accion)
    return Compromiso.objects.create(
        clave=f"{disposicion.clave}.{orden}",
        disposicion=disposicion,
        orden=orden,
        parrafo=parrafo,
        cita_inicio=inicio,
        cita_fin=inicio + len(molde.accion),
        accion=molde.accion,
        naturaleza="obligacion",
        modo=molde.modo,
        plazo_clase=plazo,
        plazo_vence=reunion.fecha + timedelta(days=molde.dias) if plazo == "fecha" else None,
        plazo_periodicidad={1: "mensual", 3: "trimestral"}.get(molde.meses, ""),
    )


def _una(compromiso: Compromiso, molde: Molde, quien: Quien, periodo: str, nace: date, vence: date | None) -> dict:
    return {
        "id": str(uuid6.uuid7()),
        "clave": "/".join(t for t in (compromiso.clave, quien.sufijo, periodo) if t),
        "compromiso_id": compromiso.pk,
        "plazo_dado_por_id": compromiso.pk,
        "modo": molde.modo,
        "institucion_id": quien.institucion,
        "entidad_id": quien.entidad,
        "periodo": periodo,
        "permanente": molde.permanente,
        "nace_el": nace,
        "inicia_el": nace if periodo else None,
        "programada_el": vence,
        "vence_original_el": vence,
        "vence_el": vence,
        "partes": quien.partes,
        **_RASGOS,
    }


_RASGOS = {"estado": "pendiente", "version": 1, "entregas_recibidas": 0, "por_confirmar": False, "ajena": False, "subsano_tarde": False}
_RASGOS |= {"avance": 0, "prorrogas": 0, "alega_no_competencia": False}


def _agregar(o: dict, espera: tuple[str, ...], reunion: Reunion, obligaciones: list, partes: list, hechos: list, azar: Random, hoy: date) -> str:
    """Sus renglones: obligación con el resumen de su vida, partes y hechos."""
    primeros = {"nace_el": o["nace_el"], "estado": "pendiente", "vence_el": o["vence_el"], "permanente": o["permanente"]}
    primeros = {llave: valor for llave, valor in primeros.items() if valor not in (None, False)} | ({"insumos": list(espera)} if espera else {})
    conocida = _instante(min(o["nace_el"], hoy))
    hechos.append(_hecho(o, reunion, "obligacion.creada", "", "pendiente", primeros, o["nace_el"], conocida))
    for paso in vida(azar, o["nace_el"], o["vence_el"], hoy, permanente=o["permanente"]):
        o |= paso.cambios
        o["cumplida_el"] = paso.dia if paso.a == "cumplida" else None
        o["entregas_recibidas"] += paso.clase == "entrega.presentada"
        hechos.append(_hecho(o, reunion, paso.clase, paso.de, paso.a, paso.cambios, paso.dia, _instante(paso.dia)))
    obligaciones.append([o.get(columna) for columna in COLUMNAS])
    partes += [(o["id"], institucion, n, True, 0, "sin_iniciar") for n, institucion in enumerate(o["partes"], start=1)]
    return o["id"]


def _hecho(o: dict, reunion: Reunion, clase: str, de: str, a: str, cambios: Mapping, rige: date, en: datetime) -> tuple:
    datos = canonico({"clave": o["clave"], "cambios": cambios})
    return (clase, "obligacion", o["id"], reunion.pk, o["id"], de, a, "", datos, rige, en.isoformat())


def _instante(dia: date) -> datetime:
    return datetime.combine(dia, time(12), reloj.MEXICO).astimezone(UTC)


def _copiar(tabla: str, columnas: Sequence[str], filas: Iterable[Sequence]) -> None:
    texto = StringIO()
    csv.writer(texto).writerows([NULO if valor is None else valor for valor in fila] for fila in filas)
    texto.seek(0)
    with connection.cursor() as cursor:
        cursor.copy_expert(f"COPY {tabla} ({', '.join(columnas)}) FROM STDIN WITH (FORMAT csv, NULL '{NULO}')", texto)


_ENTREGAS = """
INSERT INTO conferencia_entrega (obligacion_id, institucion_id, numero, clase, estado, nota, presentada_en, dictaminada_en)
SELECT o.id, p.institucion_id, 1, 'cifras', CASE o.estado WHEN 'cumplida' THEN 'aceptada' WHEN 'pendiente' THEN 'ajena' ELSE o.estado END, '',
       o.primera_entrega_el + interval '18 hours', CASE o.estado WHEN 'en_revision' THEN NULL ELSE o.primera_entrega_el + interval '42 hours' END
FROM conferencia_obligacion o JOIN conferencia_parte p ON p.obligacion_id = o.id AND p.orden = 1
JOIN conferencia_compromiso c ON c.id = o.compromiso_id
WHERE o.primera_entrega_el IS NOT NULL AND o.clave LIKE %s AND NOT EXISTS (SELECT 1 FROM conferencia_entrega e WHERE e.obligacion_id = o.id)
  AND hashtext(o.clave) %% 20 = 0
"""


def _entregas() -> None:
    """Una de cada veinte entregas contadas tiene su renglón: basta para que las páginas tengan qué mostrar."""
    with connection.cursor() as cursor:
        cursor.execute(_ENTREGAS, [f"{PREFIJO}-%"])


def _encadenar() -> int:
    """Sella los hechos preparados en el orden en que se supieron, a continuación de la cadena, por lotes."""
    numero, ultima = Hecho.objects.order_by("-numero").values_list("numero", "huella").first() or (0, GENESIS)
    desde = numero
    for lote in _preparados():
        contenidos = [dict(zip((*DE_HECHO, "actor"), (*map(_texto, fila), None), strict=True)) for fila in lote]
        filas = []
        for eslabon in encadenar(contenidos, ultimo=numero, ultima=ultima):
            filas.append((eslabon.numero, eslabon.anterior, eslabon.huella, *(eslabon.contenido[c] for c in DE_HECHO)))
            numero, ultima = eslabon.numero, eslabon.huella
        _copiar("conferencia_hecho", ("numero", "huella_anterior", "huella", *DE_HECHO), filas)
    return numero - desde


def _texto(valor: object) -> object:
    if isinstance(valor, datetime):
        return valor.astimezone(UTC).isoformat()
    return valor.isoformat() if isinstance(valor, date) else str(valor)


def _preparados() -> Iterator[list[tuple]]:
    with connection.cursor() as cursor:
        leer = f"SELECT {', '.join(DE_HECHO)} FROM hecho_de_carga ORDER BY asentado_en, sujeto_id, a <> 'pendiente'"  # noqa: S608 - columnas de aquí
        cursor.execute(f"DECLARE preparados NO SCROLL CURSOR FOR {leer}")
        while True:
            cursor.execute(f"FETCH {LOTE} FROM preparados")
            if not (lote := cursor.fetchall()):
                return
            yield lote
