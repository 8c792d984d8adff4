"""Lo que un expediente dice, parte por parte: del legajo ya leído a los bloques de su escrito."""

from collections.abc import Iterable
from datetime import datetime

from conferencia.domain import escrito as e
from conferencia.domain.calendario import en_palabras
from conferencia.models import Entrega, OficioDeSalida, Solicitud
from conferencia.queries.expediente import Legajo, Pieza
from conferencia.templatetags.fechas import fecha_hora, fecha_larga
from conferencia.templatetags.impreso import por_ocho

DE_HISTORIA = (e.Columna("N.º", 9), e.Columna("Cuándo", 22), e.Columna("Qué pasó", 47), e.Columna("Huella del hecho", 22))
DE_CORREOS = (e.Columna("Cuándo", 20), e.Columna("De y para", 28), e.Columna("Asunto", 32), e.Columna("Suerte", 20))
DE_ARCHIVOS = (e.Columna("En el paquete", 34), e.Columna("Qué es", 26), e.Columna("Bytes", 12), e.Columna("SHA-256", 28))


def bloques(legajo: Legajo, *, situacion: str, emitido: datetime, cabeza: str, suelto: bool = True) -> tuple[e.Bloque, ...]:
    partes = (
        _portada(legajo, situacion, emitido, cabeza),
        _acta(legajo),
        _plazo(legajo),
        _historia(legajo),
        _recibidos(legajo),
        _solicitudes(legajo),
        _enviados(legajo),
        _correos(legajo),
        _archivos(legajo),
        comprobar(cabeza, suelto=suelto),
    )
    return tuple(b for parte in partes for b in parte)


def resumen(legajo: Legajo, *, situacion: str, carpeta: str) -> tuple[e.Bloque, ...]:
    """Una obligación dentro del expediente de todo lo que se debe: su cita, cómo va y lo que consta; lo demás, en su detalle."""
    d = legajo.debida
    ficha = (("Para cuándo", d.plazo.dicho), ("Con qué se acredita", d.con_que), ("Situación al emitirse", situacion.capitalize()), ("En el paquete", carpeta))
    partes = (_recibidos(legajo), _solicitudes(legajo), _enviados(legajo))
    cita = (e.Titulo(f"{d.clave}: {d.que}", 1), e.Parrafo(f"«{d.cita}»", "cita"), e.Parrafo(f"{d.disposicion}, {d.parrafo.lower()}.", "nota"))
    return (*cita, e.Ficha(ficha), *(b for parte in partes for b in parte))


def tabla_de_archivos(piezas: Iterable[Pieza]) -> e.Tabla:
    return e.Tabla("Los originales, byte por byte, van en el paquete que acompaña a este documento.", DE_ARCHIVOS, tuple(map(_pieza, piezas)))


def _portada(legajo: Legajo, situacion: str, emitido: datetime, cabeza: str) -> tuple[e.Bloque, ...]:
    o, d = legajo.obligacion, legajo.debida
    responden = [p.institucion.nombre for p in o.partes.all()]
    alcance = f"Solo lo que presentó o recibió {e.con_articulo(str(legajo.alcance))}" if legajo.alcance else "Completo"
    return (
        e.Ficha(
            (
                ("Obligación", d.clave),
                ("Disposición", f"{d.disposicion}, {d.parrafo.lower()}"),
                ("Reunión", f"{o.compromiso.disposicion.reunion.nombre}, {en_palabras(o.compromiso.disposicion.reunion.fecha)}"),
                ("Responde" if len(responden) == 1 else "Responden juntas", e.enumerar(responden)),
                ("Para cuándo", d.plazo.dicho),
                ("Con qué se acredita", d.con_que),
                ("Situación al emitirse", situacion.capitalize()),
                ("Alcance", alcance),
                ("Emitido", fecha_hora(emitido)),
                ("Cabeza de la cadena de hechos", por_ocho(cabeza)),
            )
        ),
    )


def _acta(legajo: Legajo) -> tuple[e.Bloque, ...]:
    c = legajo.obligacion.compromiso
    acta = c.disposicion.reunion.acta.archivo
    return (
        e.Titulo("Lo que dice el acta"),
        e.Parrafo(f"«{legajo.debida.cita}»", "cita"),
        e.Parrafo(f"{legajo.debida.disposicion}, {legajo.debida.parrafo.lower()}. Acta «{acta.nombre}», SHA-256 {acta.sha256}.", "nota"),
    )


def _plazo(legajo: Legajo) -> tuple[e.Bloque, ...]:
    hechos: list[e.Bloque] = [e.Titulo("El plazo, paso por paso")]
    for paso in legajo.pasos:
        resulta = f" Resulta: {en_palabras(paso.vence_el)}." if paso.vence_el else ""
        hechos.append(e.Parrafo(f"{paso.titulo}.{resulta}", "fuerte"))
        if paso.frases:
            hechos.append(e.Lista(paso.frases))
    return tuple(hechos)


def _historia(legajo: Legajo) -> tuple[e.Bloque, ...]:
    renglones = tuple(
        (
            (e.Parrafo(str(h.numero)),),
            (e.Parrafo(fecha_hora(h.en)), *((e.Parrafo(f"Rige desde el {fecha_larga(h.rige_el)}", "nota"),) if h.rige_el else ())),
            (e.Parrafo(h.titulo, "fuerte"), *((e.Parrafo(texto),) if (texto := h.detalle or h.observacion) else ()), e.Parrafo(h.autor, "nota")),
            (e.Parrafo(por_ocho(h.huella), "nota"),),
        )
        for h in legajo.hechos
    )
    nota = "Cada hecho lleva la huella del anterior: ninguno se puede quitar ni cambiar sin que se note. "
    nota += "Los números que faltan son de otras obligaciones" + (" o de otras instituciones." if legajo.alcance else ".")
    return (e.Titulo("Historia"), e.Tabla(nota, DE_HISTORIA, renglones))


def _recibidos(legajo: Legajo) -> tuple[e.Bloque, ...]:
    if not legajo.entregas:
        return (e.Titulo("Lo presentado"), e.Parrafo("Nadie ha presentado nada contra esta obligación." if not legajo.alcance else "No presentó nada."))
    return (e.Titulo("Lo presentado"), *(b for entrega in legajo.entregas for b in _entrega(entrega)))


def _entrega(entrega: Entrega) -> tuple[e.Bloque, ...]:
    oficio = entrega.oficio
    acuse = getattr(oficio, "acuse", None) if oficio else None
    pares = [("Entrega", f"{entrega.numero} · {entrega.get_estado_display()}"), ("Presenta", str(entrega.institucion))]
    if oficio:
        pares += [
            ("Oficio", f"{oficio.numero}, del {fecha_larga(oficio.fecha)}"),
            ("Firma", oficio.firmante or "No se capturó"),
            ("Canal", oficio.get_canal_display()),
        ]
        pares += [("Recibido", fecha_hora(oficio.recibido_en)), ("Registrado", fecha_hora(oficio.registrado_en))]
    else:
        pares += [("Presentada", fecha_hora(entrega.presentada_en))]
    if acuse:
        pares.append(("Acuse", f"{acuse.folio}; se tiene por recibido el {fecha_larga(acuse.tenido_el)}"))
    if entrega.dictaminada_en:
        pares.append(("Decisión", f"{entrega.get_estado_display()}, {fecha_hora(entrega.dictaminada_en)}"))
    if entrega.nota:
        pares.append(("Nota", entrega.nota))
    pares += [(f"Observación {o.numero}", _observacion(o)) for o in entrega.observaciones.all()]
    return (e.Ficha(tuple(pares)),)


def _observacion(o) -> str:
    suerte = f"Atendida el {fecha_larga(o.atendida_en)}" if o.atendida_en else f"Por subsanar a más tardar el {fecha_larga(o.subsanar_el)}"
    return f"{o.texto}\n{suerte}"


def _solicitudes(legajo: Legajo) -> tuple[e.Bloque, ...]:
    return (e.Titulo("Prórrogas y no competencias"), *(_solicitud(s) for s in legajo.solicitudes)) if legajo.solicitudes else ()


def _solicitud(s: Solicitud) -> e.Ficha:
    pares = [(s.get_clase_display(), s.get_estado_display()), ("Pide", str(s.institucion)), ("Motivo", s.motivo), ("Presentada", fecha_hora(s.presentada_en))]
    pares += [("Pide hasta", fecha_larga(s.pide_hasta))] if s.pide_hasta else []
    pares += [("Concedida hasta", fecha_larga(s.concede_hasta))] if s.concede_hasta else []
    pares += [("Resolución", f"{s.resolucion}\n{s.fundamento}"), ("Resuelta", fecha_hora(s.resuelta_en))] if s.resuelta_en else []
    return e.Ficha(tuple(pares))


def _enviados(legajo: Legajo) -> tuple[e.Bloque, ...]:
    return (e.Titulo("Oficios que se le dirigieron"), *(_salida(s) for s in legajo.salidas)) if legajo.salidas else ()


def _salida(s: OficioDeSalida) -> e.Ficha:
    entregado = f"{fecha_hora(s.entregado_en)}, {s.get_entregado_por_medio_display().lower()}. Recibió: {s.recibio}" if s.entregado_en else "No consta"
    pares = [(s.get_clase_display(), s.numero), ("Dirigido a", str(s.institucion)), ("Asunto", s.asunto), ("Emitido", fecha_hora(s.emitido_en))]
    pares += [("Se responde", f"A más tardar el {fecha_larga(s.responder_el)}")] if s.responder_el else []
    return e.Ficha((*pares, ("Acuse de entrega", entregado)))


def _correos(legajo: Legajo) -> tuple[e.Bloque, ...]:
    if not legajo.mensajes:
        return (e.Titulo("Correos"), e.Parrafo("No consta ningún correo sobre esta obligación."))
    renglones = tuple(
        (
            (e.Parrafo(fecha_hora(m.en)), e.Parrafo(m.sentido.capitalize(), "nota")),
            (e.Parrafo(f"De: {m.de}"), e.Parrafo(f"Para: {m.para}")),
            (e.Parrafo(m.asunto),),
            (e.Parrafo(m.suerte),),
        )
        for m in legajo.mensajes
    )
    return (e.Titulo("Correos"), e.Tabla("", DE_CORREOS, renglones))


def _archivos(legajo: Legajo) -> tuple[e.Bloque, ...]:
    return e.Titulo("Archivos"), tabla_de_archivos(legajo.piezas)


def _pieza(p: Pieza) -> tuple[tuple[e.Parrafo, ...], ...]:
    return (e.Parrafo(p.ruta),), (e.Parrafo(p.que),), (e.Parrafo(f"{p.archivo.tamano:,}"),), (e.Parrafo(por_ocho(p.archivo.sha256), "nota"),)


def comprobar(cabeza: str, *, suelto: bool = True) -> tuple[e.Bloque, ...]:
    return (
        e.Titulo("Cómo comprobarlo"),
        e.Lista(
            (
                "Que ningún archivo cambió: calcule su SHA-256 y compárelo con el de la tabla anterior o con manifiesto.csv, en el paquete.",
                f"Que la historia no se reescribió: la cabeza {cabeza[:16]}… debe existir en la cadena; «verificar_hechos --cabeza» la busca y la recorre.",
                f"Que este documento es el emitido: su huella {'consta' if suelto else 'está en el manifiesto del paquete, y la del paquete consta'}"
                " en el hecho «expediente.emitido» de su folio.",
            ),
            numerada=True,
        ),
    )
