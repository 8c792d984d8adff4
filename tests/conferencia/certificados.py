"""Autoridades, certificados y firmas de prueba, hechos al momento: ninguna llave se guarda en el repositorio."""

import asyncio
import io
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from asn1crypto import core, keys, x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.fields import SigFieldSpec
from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes
from pyhanko.sign.timestamps import DummyTimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

import conferencia.documentos.firmas  # noqa: F401 — enseña a asn1crypto el RFC como texto, también a quien firma aquí
from tests.pdfs import pdf_de_una_pagina

SELLADO_EN = datetime(2022, 7, 6, 17, 0, tzinfo=UTC)
RFC, CURP = "PEPJ800101AB1", "PEPJ800101MPLRRN09"
_NUMERO = iter(range(1000, 10_000))


@dataclass(frozen=True)
class Identidad:
    certificado: x509.Certificate
    llave: rsa.RSAPrivateKey

    @property
    def firmante(self) -> signers.SimpleSigner:
        llave = self.llave.private_bytes(serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        return signers.SimpleSigner(
            signing_cert=self.certificado, signing_key=keys.PrivateKeyInfo.load(llave), cert_registry=SimpleCertificateStore.from_certs([self.certificado])
        )

    def anclar(self, carpeta: Path) -> Path:
        (carpeta / "raiz.der").write_bytes(self.certificado.dump())
        return carpeta


def autoridad(nombre: str = "Autoridad de Prueba") -> Identidad:
    llave = rsa.generate_private_key(65537, 2048)
    return Identidad(_certificado({"common_name": nombre}, llave, None, es_autoridad=True), llave)


def persona(
    de: Identidad,
    *,
    desde: datetime = datetime(2021, 1, 1, tzinfo=UTC),
    hasta: datetime = datetime(2040, 1, 1, tzinfo=UTC),
    usos=("digital_signature", "non_repudiation"),
    extendido: tuple[str, ...] = (),
) -> Identidad:
    """Una persona con su RFC en 2.5.4.45 como texto y su CURP en 2.5.4.5, como en la e.firma."""
    llave = rsa.generate_private_key(65537, 2048)
    sujeto = {"common_name": "JUANA PÉREZ PÉREZ", "title": "Titular de la UPC", "serial_number": CURP}
    return Identidad(_certificado(sujeto, llave, de, rfc=RFC, desde=desde, hasta=hasta, usos=usos, extendido=extendido), llave)


def _certificado(
    sujeto: dict,
    llave,
    de: Identidad | None,
    *,
    es_autoridad: bool = False,
    rfc: str = "",
    desde=datetime(2015, 1, 1, tzinfo=UTC),
    hasta=datetime(2040, 1, 1, tzinfo=UTC),
    usos=(),
    extendido=(),
) -> x509.Certificate:
    publica = keys.PublicKeyInfo.load(llave.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo))
    nombre = _nombre(sujeto, rfc)
    usos = ("key_cert_sign", "crl_sign") if es_autoridad else usos
    extensiones = [
        {"extn_id": "basic_constraints", "critical": True, "extn_value": {"ca": es_autoridad}},
        {"extn_id": "key_usage", "critical": True, "extn_value": set(usos)},
        {"extn_id": "key_identifier", "critical": False, "extn_value": publica.sha1},
    ]
    if extendido:
        extensiones.append({"extn_id": "extended_key_usage", "critical": True, "extn_value": list(extendido)})
    datos = x509.TbsCertificate(
        {
            "version": "v3",
            "serial_number": next(_NUMERO),
            "signature": {"algorithm": "sha256_rsa"},
            "issuer": de.certificado.subject if de else nombre,
            "validity": {"not_before": x509.Time({"general_time": desde}), "not_after": x509.Time({"general_time": hasta})},
            "subject": nombre,
            "subject_public_key_info": publica,
            "extensions": extensiones,
        }
    )
    firma = (de.llave if de else llave).sign(datos.dump(), padding.PKCS1v15(), hashes.SHA256())
    return x509.Certificate({"tbs_certificate": datos, "signature_algorithm": {"algorithm": "sha256_rsa"}, "signature_value": firma})


def _nombre(sujeto: dict, rfc: str) -> x509.Name:
    grupos = [
        x509.RelativeDistinguishedName(
            [x509.NameTypeAndValue({"type": t, "value": x509.DirectoryString({"utf8_string": v}) if t != "serial_number" else core.PrintableString(v)})]
        )
        for t, v in sujeto.items()
    ]
    crudo = b"".join(g.dump() for g in grupos)
    if rfc:
        tipo, texto = core.ObjectIdentifier("2.5.4.45").dump(), core.PrintableString(f"{rfc} / ABC010101AB1").dump()
        par = core.Sequence(contents=tipo + texto).dump()
        crudo += bytes([0x31, len(par)]) + par
    return x509.Name.load(b"\x30" + _largo(len(crudo)) + crudo)


def _largo(n: int) -> bytes:
    return bytes([n]) if n < 128 else bytes([0x81, n]) if n < 256 else bytes([0x82, n >> 8, n & 255])


def firmado(quien: Identidad, *, pdf: bytes | None = None, campo: str = "Firma1", sello: Identidad | None = None) -> bytes:
    """El PDF con una firma más. ``sello``: quien da el sello de tiempo, que dice ``SELLADO_EN``."""
    escritor = IncrementalPdfFileWriter(io.BytesIO(pdf or pdf_de_una_pagina()))
    datos = signers.PdfSignatureMetadata(field_name=campo, md_algorithm="sha256")
    sellador = None
    if sello:
        llave = sello.firmante.signing_key
        sellador = DummyTimeStamper(tsa_cert=sello.certificado, tsa_key=llave, fixed_dt=SELLADO_EN)
    salida = io.BytesIO()
    firmador = signers.PdfSigner(datos, signer=quien.firmante, timestamper=sellador, new_field_spec=SigFieldSpec(campo))
    _aparte(partial(firmador.sign_pdf, escritor, output=salida))
    return salida.getvalue()


def suelta(quien: Identidad, documento: bytes, *, con_documento: bool = False) -> bytes:
    """La firma PKCS#7 de ``documento``, sin él dentro (o con él)."""
    ahora = PdfCMSSignedAttributes(signing_time=datetime.now(UTC))
    firmar = partial(quien.firmante.async_sign_general_data, documento, "sha256", detached=not con_documento, signed_attr_settings=ahora)
    return _aparte(lambda: asyncio.run(firmar())).dump()


def _aparte(hacer):
    """En otro hilo: pyHanko abre su propio ciclo de eventos y Playwright puede tener ya uno en el de las pruebas."""
    with ThreadPoolExecutor(1) as hilo:
        return hilo.submit(hacer).result()
