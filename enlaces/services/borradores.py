"""Lo que se va escribiendo antes de enviar: guardar campos y archivos, y convertirlo en un oficio presentado."""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from types import MappingProxyType
from typing import BinaryIO, cast
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction

from conferencia.domain import admision
from conferencia.domain.admision import MAXIMO_DE_ARCHIVOS
from conferencia.models import Institucion, Obligacion, Oficio
from conferencia.permissions import NO_ES_TUYO, AccesoNegado, Facultades, exigir, puede_presentar
from conferencia.services.archivos import TIPOS_DE_OFICIO, ArchivoInadmisible, guardar_archivo
from conferencia.services.copias import encargar
from conferencia.services.entregas import presentar_oficio
from conferencia.services.observaciones import contestar
from conferencia.services.oficios import DatosDeOficio
from conferencia.services.requisitos import marcar_cubiertos
from enlaces.models import Borrador


def abrir(*, por: Facultades, obligacion: Obligacion, llave: UUID) -> Borrador:
    """El borrador con esa llave, que nace aquí si no existía. De otra persona u otra obligación, no existe."""
    exigir(puede_presentar(por, obligacion))
    assert por.usuario is not None, "quien presenta es una persona, no el sistema"
    borrador, _ = Borrador.objects.get_or_create(pk=llave, defaults={"usuario_id": por.usuario, "obligacion": obligacion})
    if borrador.usuario_id != por.usuario or borrador.obligacion_id != obligacion.pk:
        raise AccesoNegado(NO_ES_TUYO)
    return borrador


def guardar(borrador: Borrador, *, datos: Mapping, nuevos: Sequence[UploadedFile] = ()) -> list[str]:
    """Guarda lo escrito y los archivos que sirvan, y da las razones de los que no. Lo bueno se queda aunque algo falle."""
    borrador.datos = dict(datos)
    borrador.save(update_fields=["datos"])
    libres = MAXIMO_DE_ARCHIVOS - borrador.archivos.count() - borrador.subidas.count()
    if len(nuevos) > libres:
        return [admision.demasiados()]
    return [error for nuevo in nuevos if (error := agregar(borrador, nuevo))]


def agregar(borrador: Borrador, nuevo: UploadedFile) -> str:
    """Cadena vacía si quedó guardado; si no, por qué."""
    try:
        nuevo.seek(0)
        if borrador.archivos.filter(sha256=hashlib.file_digest(nuevo, "sha256").hexdigest()).exists():
            return ""  # ya está: volver a elegirlo no lo repite
        archivo = guardar_archivo(contenido=cast(BinaryIO, nuevo), nombre=nuevo.name or "", admitidos=TIPOS_DE_OFICIO, actor=borrador.usuario_id)
    except ArchivoInadmisible as error:
        return str(error)
    except OSError:
        return admision.no_se_pudo_subir(admision.nombre_seguro(nuevo.name or ""))
    borrador.archivos.add(archivo)
    encargar([archivo])
    return ""


def mover(borrador: Borrador, archivo: UUID, lugares: int) -> None:
    """Lo sube (negativo) o lo baja en el orden del oficio; en la orilla se queda donde está."""
    ids = [a.pk for a in borrador.en_orden()]
    if archivo not in ids:
        return
    antes = ids.index(archivo)
    ids.insert(max(0, min(len(ids) - 1, antes + lugares)), ids.pop(antes))
    borrador.orden = [str(pk) for pk in ids]
    borrador.save(update_fields=["orden"])


def quitar(borrador: Borrador, archivo: UUID) -> None:
    borrador.archivos.remove(*borrador.archivos.filter(pk=archivo))


def enviar(
    borrador: Borrador,
    *,
    por: Facultades,
    institucion: Institucion,
    obligaciones: Sequence[Obligacion],
    datos: DatosDeOficio,
    nota: str,
    trae: Collection[UUID] = (),
    respuestas: Mapping[UUID, str] = MappingProxyType({}),
) -> Oficio:
    """Presenta el oficio y retira el borrador, en una sola transacción. Dos envíos a la vez son uno. Falla como ``presentar_oficio``.

    ``trae``: los requisitos del entregable que quien presenta dice cubrir. ``respuestas``: por id de observación, lo que contesta.
    """
    try:
        with transaction.atomic():
            archivos = borrador.en_orden()
            entregas = presentar_oficio(por=por, obligaciones=obligaciones, institucion=institucion, datos=datos, archivos=archivos, nota=nota)
            for entrega in entregas:
                marcar_cubiertos(entrega, trae)
                contestar(entrega, respuestas)
            borrador.delete()
            return cast(Oficio, entregas[0].oficio)
    except IntegrityError:
        if oficio := oficio_de_la_llave(borrador.pk):
            return oficio
        raise


def oficio_de_la_llave(llave: UUID) -> Oficio | None:
    """El oficio que ya se recibió con esa llave: quien reintenta va a su confirmación."""
    return Oficio.objects.filter(llave_de_envio=llave).first()


@transaction.atomic
def heredar(borrador: Borrador, *, por: Facultades) -> Borrador:
    """Lo que dejó a medias quien ya salió pasa a ``por``, que debe poder presentar en esa obligación. El de quien sale deja de existir.

    Quien llama responde de que el anterior dueño ya no tenga encargo ahí (``queries.relevo.borradores_heredables``).
    """
    exigir(puede_presentar(por, borrador.obligacion))
    anterior = Borrador.objects.select_for_update(of=("self",)).filter(pk=borrador.pk, usuario=borrador.usuario_id).first()
    if anterior is None or por.usuario is None:
        raise AccesoNegado(NO_ES_TUYO)
    Borrador.objects.filter(pk=borrador.pk).update(usuario=por.usuario)
    borrador.usuario_id = por.usuario
    return borrador
