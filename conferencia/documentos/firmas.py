"""Las firmas electrónicas de un documento, dentro del proceso aparte. De cada una se dicen tres cosas por separado: integridad, confianza y tiempo.

Nada sale a la red: ni listas de revocación ni sellos se consultan fuera. Nunca hay llaves privadas de por medio.
"""

from __future__ import annotations

import asyncio
import base64
import io
import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from asn1crypto import cms, core, pem, x509
from pyhanko.keys import load_certs_from_pemder
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.general import SigningError
from pyhanko.sign.validation import SignatureCoverageLevel, async_validate_detached_cms, validate_pdf_signature
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko.sign.validation.status import SignatureStatus
from pyhanko_certvalidator import ValidationContext

from conferencia.domain.firmas import Confianza, Firma, Integridad, Tiempo

_CURP = re.compile(r"\b[A-Z]{4}\d{6}[HMX][A-Z]{5}[A-Z0-9]\d\b")
_RFC = re.compile(r"(?<![A-ZÑ&0-9])[A-ZÑ&]{3,4}\d{6}[A-Z0-9]{3}(?![A-Z0-9])")
_USO = KeyUsageConstraints(key_usage=set())  # la e.firma trae firma digital y no repudio; un certificado ajeno puede no decirlo: no es cosa de confianza
_ROTO = (SignatureValidationError, SigningError, PdfError, ValueError, TypeError, KeyError, IndexError, AttributeError, NotImplementedError, RecursionError)


class _IdentificadorUnico(core.Choice):
    """x500UniqueIdentifier (2.5.4.45): X.520 dice BIT STRING; la e.firma pone ahí el RFC como texto. Se leen los dos."""

    _alternatives = [
        ("bits", core.OctetBitString),
        ("imprimible", core.PrintableString),
        ("utf8", core.UTF8String),
        ("ia5", core.IA5String),
        ("teletex", core.TeletexString),
        ("bmp", core.BMPString),
    ]

    @property
    def native(self) -> str:
        valor = self.chosen.native
        return valor if isinstance(valor, str) else bytes(valor).decode("latin-1")


x509.NameTypeAndValue._oid_specs["unique_identifier"] = _IdentificadorUnico


def firmas_de_pdf(ruta: Path, anclas: Path | None) -> list[Firma]:
    """Las firmas que el PDF lleva dentro, en el orden en que se pusieron. ``anclas``: carpeta de certificados raíz (PEM o DER)."""
    confiables = _anclas(anclas)
    try:
        with ruta.open("rb") as archivo:
            lector = PdfFileReader(archivo, strict=False)
            if lector.encrypted:
                lector.decrypt(b"")
            return [_de_pdf(puesta, confiables) for puesta in lector.embedded_regular_signatures]
    except _ROTO:
        return []


def firma_desprendida(ruta: Path, documentos: list[Path], anclas: Path | None) -> tuple[Firma, int | None]:
    """La firma suelta (PKCS#7) y a cuál de ``documentos`` corresponde, por su huella; ``None`` si a ninguno."""
    confiables = _anclas(anclas)
    try:
        datos = cms.ContentInfo.load(_der(ruta.read_bytes()))["content"]
        quien = _certificado(datos)
        dentro = _sacado(datos)
        for numero, documento in enumerate(documentos):
            with documento.open("rb") as contenido:
                firma = _cotejada(datos, io.BytesIO(contenido.read()), quien, confiables)
            if firma.integridad == Integridad.INTACTA:
                return firma, numero
        if dentro is not None:
            return _cotejada(datos, io.BytesIO(dentro), quien, confiables, propio=True), None
        return _firma(quien, Integridad.AJENA, Confianza.SIN_COMPROBAR, datos, "No corresponde a ninguno de los archivos del oficio."), None
    except _ROTO as error:
        return Firma(integridad=Integridad.ILEGIBLE, confianza=Confianza.SIN_COMPROBAR, tiempo=Tiempo.NINGUNO, detalle=_dicho(error)), None


def _de_pdf(puesta: Any, confiables: list[x509.Certificate]) -> Firma:
    try:
        declarada = puesta.self_reported_timestamp
        estado = validate_pdf_signature(puesta, _contexto(confiables, declarada), key_usage_settings=_USO)
        integridad, detalle = _integridad_de_pdf(estado)
        return _completa(puesta.signer_cert, estado, integridad, declarada, confiables, detalle)
    except _ROTO as error:
        return Firma(integridad=Integridad.ILEGIBLE, confianza=Confianza.SIN_COMPROBAR, tiempo=Tiempo.NINGUNO, detalle=_dicho(error))


def _integridad_de_pdf(estado: Any) -> tuple[Integridad, str]:
    if not (estado.intact and estado.valid):
        return Integridad.ALTERADA, "Lo firmado ya no es lo que se firmó."
    if estado.coverage == SignatureCoverageLevel.ENTIRE_FILE or estado.modification_level in {ModificationLevel.NONE, ModificationLevel.LTA_UPDATES}:
        return Integridad.INTACTA, ""
    if estado.modification_level in {ModificationLevel.FORM_FILLING, ModificationLevel.ANNOTATIONS}:
        return Integridad.AMPLIADA, "Después de firmar se llenaron campos, se anotó o se agregó otra firma; lo firmado sigue igual."
    return Integridad.AMPLIADA, "Después de firmar se agregó contenido que esta firma no cubre."


def _cotejada(datos: Any, contenido: io.BytesIO, quien: x509.Certificate, confiables: list, *, propio: bool = False) -> Firma:
    """``propio``: el documento es el que la firma trae dentro."""
    declarada = _declarada(datos)
    contexto = _contexto(confiables, declarada)
    estado = asyncio.run(async_validate_detached_cms(contenido, datos, signer_validation_context=contexto, key_usage_settings=_USO))
    bien = estado.intact and estado.valid
    detalle = "La firma trae dentro su propio documento, que no es ninguno de los archivos del oficio." if propio and bien else ""
    return _completa(quien, estado, Integridad.INTACTA if bien else Integridad.ALTERADA, declarada, confiables, detalle)


def _completa(quien: x509.Certificate, estado: SignatureStatus, integridad: Integridad, declarada: datetime | None, confiables: list, detalle: str) -> Firma:
    sello = estado.timestamp_validity
    sellada = sello.timestamp if sello is not None and sello.intact and sello.valid else None
    momento = sellada or declarada
    return Firma(
        integridad=integridad,
        confianza=_confianza(estado, confiables),
        tiempo=Tiempo.SELLADO if sellada else Tiempo.DECLARADO if declarada else Tiempo.NINGUNO,
        declarada_en=_iso(declarada),
        sellada_en=_iso(sellada),
        vigente_al_firmar=quien.not_valid_before <= momento <= quien.not_valid_after if momento else None,
        detalle=detalle,
        **_de_quien(quien),
    )


def _firma(quien: x509.Certificate, integridad: Integridad, confianza: Confianza, datos: Any, detalle: str) -> Firma:
    declarada = _declarada(datos)
    return Firma(
        integridad=integridad,
        confianza=confianza,
        tiempo=Tiempo.DECLARADO if declarada else Tiempo.NINGUNO,
        declarada_en=_iso(declarada),
        detalle=detalle,
        **_de_quien(quien),
    )


def _confianza(estado: SignatureStatus, confiables: list) -> Confianza:
    if estado.revoked:
        return Confianza.REVOCADA
    if not confiables:
        return Confianza.SIN_ANCLAS
    return Confianza.RECONOCIDA if estado.validation_path is not None and estado.trust_problem_indic is None else Confianza.NO_RECONOCIDA


def _contexto(confiables: list[x509.Certificate], momento: datetime | None) -> ValidationContext:
    """La cadena se juzga al momento de la firma: un certificado que después caducó no la invalida."""
    return ValidationContext(trust_roots=confiables, allow_fetching=False, moment=momento)


def _anclas(carpeta: Path | None) -> list[x509.Certificate]:
    rutas = sorted(str(r) for r in carpeta.iterdir() if r.suffix.lower() in {".pem", ".crt", ".cer", ".der"}) if carpeta else []
    return list(load_certs_from_pemder(rutas))


def _de_quien(certificado: x509.Certificate) -> dict:
    dichos = dict(_atributos(certificado.subject))
    todo = " ".join(dichos.values()).upper()
    curp = _CURP.search(todo)
    rfc = _RFC.search(_CURP.sub(" ", todo))
    emisor = dict(_atributos(certificado.issuer))
    return {
        "firmante": dichos.get("2.5.4.3", "") or dichos.get("2.5.4.41", "") or dichos.get("2.5.4.10", ""),
        "cargo": dichos.get("2.5.4.12", ""),
        "curp": curp[0] if curp else "",
        "rfc": rfc[0] if rfc else "",
        "emisor": emisor.get("2.5.4.3", "") or emisor.get("2.5.4.10", ""),
        "serie": f"{certificado.serial_number:x}"[:64],
        "vigente_desde": _iso(certificado.not_valid_before),
        "vigente_hasta": _iso(certificado.not_valid_after),
    }


def _atributos(nombre: x509.Name) -> Iterator[tuple[str, str]]:
    for grupo in nombre.chosen:
        for atributo in grupo:
            valor = atributo["value"].native
            yield atributo["type"].dotted, valor if isinstance(valor, str) else str(valor)


def _certificado(datos: Any) -> x509.Certificate:
    """El del firmante, entre los que la firma trae."""
    firmante = datos["signer_infos"][0]["sid"]
    certificados = [c.chosen for c in datos["certificates"] if c.name == "certificate"]
    if firmante.name == "issuer_and_serial_number":
        serie = firmante.chosen["serial_number"].native
        return next(c for c in certificados if c.serial_number == serie)
    return next(c for c in certificados if c.key_identifier == firmante.chosen.native)


def _declarada(datos: Any) -> datetime | None:
    for atributo in datos["signer_infos"][0]["signed_attrs"] or ():
        if atributo["type"].native == "signing_time":
            return atributo["values"][0].native
    return None


def _sacado(datos: Any) -> bytes | None:
    """El documento que la firma trae dentro, sacado de ella: así se coteja igual que el que viene aparte."""
    dentro = datos["encap_content_info"]
    if dentro["content"].native is None:
        return None
    contenido = bytes(dentro["content"])
    datos["encap_content_info"] = type(dentro)({"content_type": dentro["content_type"]})  # CMS v1 la llama ContentInfo
    return contenido


def _der(crudo: bytes) -> bytes:
    if pem.detect(crudo):
        return pem.unarmor(crudo)[2]
    return crudo if crudo[:1] == b"\x30" else base64.b64decode(crudo)


def _iso(instante: datetime | None) -> str | None:
    return instante.isoformat() if instante else None


def _dicho(error: Exception) -> str:
    return f"No se pudo leer la firma: {str(error)[:200] or type(error).__name__}."
