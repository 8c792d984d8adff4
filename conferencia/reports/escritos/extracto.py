"""El extracto de una disposición a un corte: qué dice, qué compromete, cómo va cada quien y con qué oficios."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from conferencia.domain import escrito as e
from conferencia.domain.calendario import en_palabras
from conferencia.domain.situacion import GRUPO_DE, ROTULOS
from conferencia.models import Compromiso, Disposicion
from conferencia.queries.citas import rotulo_de_parrafo
from conferencia.queries.conteo import EN_BARRA
from conferencia.queries.extracto import OficioDicho, oficios_de
from conferencia.queries.salida import secretaria_tecnica
from conferencia.queries.verificacion import direccion_publica
from conferencia.reports import cuentas
from conferencia.reports.datos import CompromisoLeido, Datos, DisposicionLeida, Renglon
from conferencia.reports.escritos import impreso
from conferencia.reports.graficas import PLURAL
from conferencia.templatetags.fechas import fecha_corta, fecha_hora, fecha_larga
from conferencia.templatetags.impreso import por_ocho

DE_QUIEN = (e.Columna("Quién responde", 30), e.Columna("Compromiso", 15), e.Columna("Vence", 20), e.Columna("Situación", 35))
DE_OFICIOS = (e.Columna("Oficio", 24), e.Columna("De o para", 26), e.Columna("Recibido o emitido", 20), e.Columna("Folio", 15), e.Columna("Obligaciones", 15))
PERIODOS = 3  # obligaciones de un mismo compromiso que se dicen una por una; más, por cuántas


def solo_de(datos: Datos, disposicion: Disposicion) -> Datos:
    """Los datos de la reunión, reducidos a lo suyo. Si solo completa a otra, con las obligaciones de esa otra: son las que le dan situación."""
    suyos = _compromisos(disposicion)
    de_quienes = {c.complementa.clave if c.complementa else c.clave for c in suyos}
    return replace(
        datos,
        disposiciones=tuple(d for d in datos.disposiciones if d.sigla == disposicion.sigla),
        renglones=tuple(r for r in datos.renglones if r.compromiso in de_quienes),
    )


def componer(datos: Datos, disposicion: Disposicion, folio: str, codigo: str) -> bytes:
    """El PDF etiquetado. Los mismos datos, folio y código dan los mismos bytes."""
    return impreso.componer(escrito_de(datos, disposicion, folio, codigo), datos.sabido_al)


def escrito_de(datos: Datos, disposicion: Disposicion, folio: str, codigo: str) -> e.Escrito:
    """``datos``: los de ``solo_de``."""
    (leida,) = datos.disposiciones
    oficios = oficios_de([r.clave for r in datos.renglones], datos.corte, datos.sabido_al)
    partes = (_portada(datos, disposicion, leida), _texto(disposicion), _compromete(disposicion, leida), _como_va(datos), _oficios(oficios))
    return e.Escrito(
        clase=f"Extracto de {disposicion.get_clase_display().lower()}",
        emisor=str(secretaria_tecnica() or "Secretaría Técnica"),
        organo=datos.organo,
        asunto=f"{leida.nombre}. {leida.titulo}" if leida.titulo else leida.nombre,
        bloques=tuple(b for parte in partes for b in parte),
        fecha=datos.corte,
        numero=folio,
        verificacion=e.Verificacion(folio, codigo, direccion_publica(f"{folio}-{codigo}")),
    )


def _compromisos(disposicion: Disposicion) -> list[Compromiso]:
    return list(disposicion.compromisos.select_related("parrafo", "complementa").prefetch_related("responsables__institucion").order_by("orden"))


def _portada(datos: Datos, disposicion: Disposicion, leida: DisposicionLeida) -> tuple[e.Bloque, ...]:
    total = cuentas.contar(datos.renglones)
    grupos = [f"{n} {PLURAL[g]}" for g in EN_BARRA if (n := total.por_grupo[g])]
    exentas = f"; {total.exentas} exentas, fuera del denominador" if total.exentas else ""
    concluida = f", el {en_palabras(leida.del_pleno.concluida_el)}" if leida.del_pleno.concluida_el else ""
    return (
        e.Ficha(
            (
                ("Disposición", f"{leida.nombre} ({disposicion.clave})"),
                ("Reunión", f"{datos.reunion.nombre}, {en_palabras(datos.reunion.fecha)}"),
                ("Situación", f"{leida.del_pleno.rotulo[:1].upper()}{leida.del_pleno.rotulo[1:]}{concluida}"),
                ("Obligaciones exigibles", f"{total.total}{': ' if grupos else ''}{e.enumerar(grupos)}{exentas}"),
                ("Corte", en_palabras(datos.corte)),
                ("Según lo asentado al", fecha_hora(datos.sabido_al)),
                ("Cabeza de la cadena de hechos", por_ocho(datos.cabeza)),
            )
        ),
    )


def _texto(disposicion: Disposicion) -> tuple[e.Bloque, ...]:
    acta = disposicion.reunion.acta.archivo
    parrafos = [b for p in disposicion.parrafos.order_by("numero") for b in (e.Parrafo(rotulo_de_parrafo(p.numero), "nota"), e.Parrafo(f"«{p.texto}»", "cita"))]
    return e.Titulo("Lo que dice el acta"), *parrafos, e.Parrafo(f"Acta «{acta.nombre}», SHA-256 {acta.sha256}.", "nota")


def _compromete(disposicion: Disposicion, leida: DisposicionLeida) -> tuple[e.Bloque, ...]:
    pares = zip(_compromisos(disposicion), leida.compromisos, strict=True)
    bloques = [b for c, dicho in pares for b in (e.Parrafo(f"{c.orden}. {dicho.accion}", "fuerte"), e.Ficha(_de_compromiso(c, dicho)))]
    return (e.Titulo("Lo que compromete"), *(bloques or [e.Parrafo("El lector no halló compromisos en este texto.")]))


def _de_compromiso(c: Compromiso, dicho: CompromisoLeido) -> tuple[tuple[str, str], ...]:
    """Todo par lleva valor: uno vacío se imprimiría como espacio para escribir en él."""
    pares = [("Dónde lo dice", f"{rotulo_de_parrafo(c.parrafo.numero)}: «{c.cita}»"), ("Responsables", _responsables(c))]
    if dicho.es_acto:
        return (*pares, ("Naturaleza", "Acto: se agotó en la reunión"))
    pares += [("Plazo", dicho.plazo), ("Modo", dicho.modo)]
    pares += [("Entregable", c.entregable[:1].upper() + c.entregable[1:])] if c.entregable else []
    pares += [("Completa a", f"{dicho.completa_a}: ahí se cuentan sus obligaciones")] if dicho.completa_a else []
    return tuple(pares)


def _responsables(c: Compromiso) -> str:
    return "; ".join(f"«{r.texto}»" + (f" ({r.institucion.nombre_corto})" if r.institucion else "") for r in c.responsables.all()) or "El texto no los nombra"


def _como_va(datos: Datos) -> tuple[e.Bloque, ...]:
    if not datos.renglones:
        return e.Titulo("Cómo va cada quien"), e.Parrafo("De esta disposición no nació ninguna obligación.")
    por_quien: dict[tuple[str, str], list[Renglon]] = {}
    for r in sorted(datos.renglones, key=lambda r: datos.entidades.index(r.entidad)):
        por_quien.setdefault((r.responde, r.compromiso), []).append(r)
    return e.Titulo("Cómo va cada quien"), e.Tabla("", DE_QUIEN, tuple(_fila(quien, clave, suyas) for (quien, clave), suyas in por_quien.items()))


def _fila(quien: str, clave: str, suyas: Sequence[Renglon]) -> tuple[tuple[e.Parrafo, ...], ...]:
    vencen = _cada_una(suyas) if len(suyas) <= PERIODOS else [f"{len(suyas)} periodos, del {_vence(suyas[0])} al {_vence(suyas[-1])}"]
    van = [_va(r) for r in suyas] if len(suyas) <= PERIODOS else _por_situacion(suyas)
    return (e.Parrafo(quien),), (e.Parrafo(clave.rsplit("/", 1)[-1]),), tuple(map(e.Parrafo, vencen)), tuple(map(e.Parrafo, van))


def _cada_una(suyas: Iterable[Renglon]) -> list[str]:
    return [_vence(r) for r in suyas]


def _vence(r: Renglon) -> str:
    return fecha_corta(r.vence_el) if r.vence_el else "permanente" if r.permanente else "sin fecha"


def _va(r: Renglon) -> str:
    atraso = f", {r.dias_vencida} días" if r.dias_vencida else ""
    return f"{r.rotulo[:1].upper()}{r.rotulo[1:]}{atraso}"


def _por_situacion(suyas: Iterable[Renglon]) -> list[str]:
    cuantas = Counter(r.situacion for r in suyas)
    return [f"{cuantas[s]} {ROTULOS[s]}" for s in GRUPO_DE if cuantas[s]]


def _oficios(oficios: Sequence[OficioDicho]) -> tuple[e.Bloque, ...]:
    if not oficios:
        return e.Titulo("Oficios"), e.Parrafo("A este corte no consta ninguno: nadie ha presentado nada ni se ha dirigido a nadie.")
    return e.Titulo("Oficios"), e.Tabla(
        "Los recibidos, con el folio de su acuse; los de la Secretaría Técnica, con el suyo.", DE_OFICIOS, tuple(map(_oficio, oficios))
    )


def _oficio(o: OficioDicho) -> tuple[tuple[e.Parrafo, ...], ...]:
    de_que = [c.rsplit("/", 2) for c in o.obligaciones]
    return (
        (e.Parrafo(o.numero),),
        (e.Parrafo(("De " if o.de_entrada else "Para ") + o.institucion),),
        (e.Parrafo(("Recibido " if o.de_entrada else "Emitido ") + fecha_larga(o.en)),),
        (e.Parrafo(o.folio or "sin folio"),),
        (e.Parrafo(", ".join("/".join(partes[-2:]) for partes in de_que), "nota"),),
    )
