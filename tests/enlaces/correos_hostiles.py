"""Unos cien correos hostiles o estropeados, por familias. De cada uno se sabe qué no debe pasar: entrar sin que nadie lo note, o tirar a quien lo lee."""

import io
import zipfile

from tests.enlaces.correos import BUZON, OFICIO, PUEBLA

_CUERPO = b"\r\n\r\nBuenos dias, ZC-2022-1/T3.1/PUE-SS.\r\n"
_PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog/OpenAction<</S/JavaScript/JS(app.alert(1))>>>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"


def _b64(contenido: bytes) -> bytes:
    import base64  # noqa: PLC0415

    return base64.encodebytes(contenido).replace(b"\n", b"\r\n")


def simple(*encabezados: bytes, cuerpo: bytes = _CUERPO) -> bytes:
    return b"\r\n".join(encabezados) + cuerpo


def de_puebla(*encabezados: bytes, cuerpo: bytes = _CUERPO) -> bytes:
    comunes = [f"From: {PUEBLA}".encode(), f"To: {BUZON}".encode(), b"Date: Wed, 06 Jul 2022 08:00:00 -0500"]
    propios = {e.split(b":")[0].lower() for e in encabezados}
    return simple(*[c for c in comunes if c.split(b":")[0].lower() not in propios], *encabezados, cuerpo=cuerpo)


def con_anexo(nombre: bytes, contenido: bytes, tipo: bytes = b"application/octet-stream", extra: bytes = b"", *, frontera: bytes = b"fr") -> bytes:
    parte = b"--" + frontera + b"\r\nContent-Type: " + tipo + b"\r\nContent-Transfer-Encoding: base64\r\n" + extra
    parte += b'Content-Disposition: attachment; filename="' + nombre + b'"\r\n\r\n' + _b64(contenido)
    return de_puebla(
        b"Subject: Oficio ZC-2022-1/T3.1/PUE-SS",
        b"MIME-Version: 1.0",
        b'Content-Type: multipart/mixed; boundary="' + frontera + b'"',
        cuerpo=b"\r\n\r\n--" + frontera + b"\r\nContent-Type: text/plain\r\n\r\nHola\r\n" + parte + b"\r\n--" + frontera + b"--\r\n",
    )


def _zip(nombre: str, contenido: bytes) -> bytes:
    salida = io.BytesIO()
    with zipfile.ZipFile(salida, "w", zipfile.ZIP_DEFLATED) as z:
        z.writestr(nombre, contenido)
    return salida.getvalue()


def _anidado(veces: int) -> bytes:
    dentro = de_puebla(b"Subject: el de adentro")
    for _ in range(veces):
        dentro = de_puebla(b"Subject: reenviado", b"MIME-Version: 1.0", b"Content-Type: message/rfc822", cuerpo=b"\r\n\r\n" + dentro)
    return dentro


def _multiparte_sin_fin(veces: int) -> bytes:
    abre = b"".join(b"--f%d\r\nContent-Type: multipart/mixed; boundary=f%d\r\n\r\n" % (n, n + 1) for n in range(veces))
    return de_puebla(b"Subject: partes", b"MIME-Version: 1.0", b"Content-Type: multipart/mixed; boundary=f0", cuerpo=b"\r\n\r\n" + abre)


ENCABEZADOS = {
    "vacio": b"",
    "solo espacios": b"   \r\n\r\n",
    "solo un cuerpo": b"hola, esto no es un correo\r\nde verdad",
    "un pdf a secas": OFICIO,
    "binario": bytes(range(256)) * 40,
    "sin remitente": simple(b"To: x@y.mx", b"Subject: ZC-2022-1/T3.1/PUE-SS"),
    "sin asunto": de_puebla(),
    "sin fecha": de_puebla(b"Date: nunca"),
    "fecha imposible": de_puebla(b"Date: Wed, 99 Jul 99999 25:61:61 -9999"),
    "fecha del futuro": de_puebla(b"Date: Wed, 06 Jul 2099 08:00:00 -0500"),
    "dos remitentes": de_puebla(b"From: malo@x.mx", b"From: " + PUEBLA.encode()),
    "remitente disfrazado": de_puebla(b'From: "' + PUEBLA.encode() + b'" <malo@x.mx>'),
    "remitente con nulos": de_puebla(b"From: enlace\x00.puebla@demo.mx"),
    "remitente con salto": de_puebla(b"From: a@x.mx\r\n <" + PUEBLA.encode() + b">"),
    "direccion sin cerrar": de_puebla(b'From: "sin cerrar <a@b'),
    "direccion larguisima": de_puebla(b"From: " + b"a" * 9000 + b"@x.mx"),
    "diez mil destinatarios": de_puebla(b"To: " + b", ".join(b"a%d@x.mx" % n for n in range(10_000))),
    "message-id sin cerrar": de_puebla(b"Message-ID: <sin cerrar"),
    "message-id larguisimo": de_puebla(b"Message-ID: <" + b"x" * 5000 + b"@y>"),
    "mil encabezados": de_puebla(*[b"X-%d: y" % n for n in range(1000)]),
    "encabezado de un mega": de_puebla(b"X-Largo: " + b"a" * 1_000_000),
    "encabezado sin dos puntos": de_puebla(b"Esto no es un encabezado"),
    "asunto con inyeccion": de_puebla(b"Subject: x\r\n Bcc: victima@x.mx"),
    "asunto que invierte la escritura": de_puebla("Subject: fdp.oicifo\u202egpj".encode()),
    "asunto de html": de_puebla(b"Subject: <script>alert(1)</script>"),
    "referencias por miles": de_puebla(b"References: " + b" ".join(b"<%d@x>" % n for n in range(5000))),
    "solo CR": de_puebla(b"Subject: x").replace(b"\r\n", b"\r"),
    "solo LF": de_puebla(b"Subject: x").replace(b"\r\n", b"\n"),
}
CODIFICACIONES = {
    "juego inexistente en el asunto": de_puebla(b"Subject: =?no-existe?Q?hola?="),
    "base64 roto en el asunto": de_puebla(b"Subject: =?utf-8?B?%%%%%?="),
    "asunto de palabras partidas": de_puebla(b"Subject: =?utf-8?B?w?= =?utf-8?B?qQ==?="),
    "asunto con bytes a secas": de_puebla("Subject: Designación".encode()),
    "asunto en cp1252 a secas": de_puebla("Subject: Designación".encode("cp1252")),
    "asunto con nulos codificados": de_puebla(b"Subject: =?utf-8?Q?a=00b?="),
    "asunto utf-7": de_puebla(b"Subject: =?utf-7?Q?+ADw-script+AD4-?="),
    "asunto con sustitutos": de_puebla(b"Subject: =?utf-16?B?ANg=?="),
    "cuerpo de juego inexistente": de_puebla(b"Content-Type: text/plain; charset=no-existe"),
    "cuerpo dice utf-8 y no lo es": de_puebla(b"Content-Type: text/plain; charset=utf-8", cuerpo=b"\r\n\r\n\xff\xfe\xf1"),
    "cuerpo con nulos": de_puebla(b"Subject: x", cuerpo=b"\r\n\r\na\x00b\x00"),
    "transferencia inexistente": de_puebla(b"Content-Transfer-Encoding: x-marciana"),
    "base64 roto": de_puebla(b"Content-Transfer-Encoding: base64", cuerpo=b"\r\n\r\n@@@@"),
    "uuencode roto": de_puebla(b"Content-Transfer-Encoding: uuencode", cuerpo=b"\r\n\r\nbegin 644 x\r\nZZZ"),
    "quoted-printable roto": de_puebla(b"Content-Transfer-Encoding: quoted-printable", cuerpo=b"\r\n\r\n=ZZ=\r\n="),
    "html hondo": de_puebla(b"Content-Type: text/html", cuerpo=b"\r\n\r\n" + b"<div>" * 50_000),
    "html sin cerrar": de_puebla(b"Content-Type: text/html", cuerpo=b"\r\n\r\n<a href='" + b"x" * 200_000),
    "html de comentarios": de_puebla(b"Content-Type: text/html", cuerpo=b"\r\n\r\n" + b"<!--" * 100_000),
    "texto de diez megas": de_puebla(b"Subject: x", cuerpo=b"\r\n\r\n" + b"oficio " * 1_500_000),
    "oficio oficio oficio": de_puebla(b"Subject: " + b"oficio no. " * 3000),
    "diagonales sin fin": de_puebla(b"Subject: x", cuerpo=b"\r\n\r\noficio " + b"A/" * 100_000),
}
ANIDADOS = {
    "reenviado diez veces": _anidado(10),
    "reenviado doscientas veces": _anidado(200),
    "multiparte dentro de multiparte": _multiparte_sin_fin(50),
    "multiparte sin fin": _multiparte_sin_fin(3000),
    "mil partes": de_puebla(
        b"MIME-Version: 1.0",
        b"Content-Type: multipart/mixed; boundary=f",
        cuerpo=b"\r\n\r\n" + b"--f\r\nContent-Type: text/plain\r\n\r\nx\r\n" * 1000 + b"--f--",
    ),
    "multiparte sin frontera": de_puebla(b"MIME-Version: 1.0", b"Content-Type: multipart/mixed"),
    "multiparte con frontera vacia": de_puebla(b"MIME-Version: 1.0", b'Content-Type: multipart/mixed; boundary=""'),
    "multiparte que no cierra": de_puebla(b"MIME-Version: 1.0", b"Content-Type: multipart/mixed; boundary=f", cuerpo=b"\r\n\r\n--f\r\n\r\nx"),
    "frontera larguisima": de_puebla(b"MIME-Version: 1.0", b"Content-Type: multipart/mixed; boundary=" + b"f" * 5000),
    "tipo sin subtipo": de_puebla(b"Content-Type: text"),
    "tipo con basura": de_puebla(b"Content-Type: ;;;=;\x01"),
    "correo parcial": de_puebla(b'Content-Type: message/partial; id="x"; number=1; total=3'),
    "cuerpo externo": de_puebla(b'Content-Type: message/external-body; access-type=URL; URL="file:///etc/passwd"'),
    "rfc822 que no es correo": de_puebla(b"Content-Type: message/rfc822", cuerpo=b"\r\n\r\n\x00\x01\x02"),
    "cifrado": de_puebla(b"Content-Type: application/pkcs7-mime; smime-type=enveloped-data", cuerpo=b"\r\n\r\nMIAG"),
}
ANEXOS = {
    "winmail.dat": con_anexo(b"winmail.dat", b"\x78\x9f\x3e\x22" + b"0" * 500, b"application/ms-tnef"),
    "zip": con_anexo(b"oficios.zip", _zip("oficio.pdf", OFICIO)),
    "bomba": con_anexo(b"bomba.zip", _zip("ceros", b"0" * 20_000_000)),
    "zip que dice ser pdf": con_anexo(b"oficio.pdf", _zip("oficio.pdf", OFICIO), b"application/pdf"),
    "programa que dice ser pdf": con_anexo(b"oficio.pdf", b"MZ" + b"\0" * 500, b"application/pdf"),
    "doble extension": con_anexo(b"oficio.pdf.exe", b"MZ" + b"\0" * 500),
    "html que dice ser pdf": con_anexo(b"oficio.pdf", b"<html><script>alert(1)</script></html>", b"application/pdf"),
    "pdf roto": con_anexo(b"oficio.pdf", b"%PDF-1.7\nbasura", b"application/pdf"),
    "pdf de cero bytes": con_anexo(b"oficio.pdf", b"", b"application/pdf"),
    "svg": con_anexo(b"logo.svg", b"<svg onload=alert(1)>", b"image/svg+xml"),
    "calendario": con_anexo(b"junta.ics", b"BEGIN:VCALENDAR\r\nEND:VCALENDAR", b"text/calendar"),
    "firma smime": con_anexo(b"smime.p7s", b"\x30\x82" + b"0" * 200, b"application/pkcs7-signature"),
    "tarjeta": con_anexo(b"yo.vcf", b"BEGIN:VCARD", b"text/x-vcard"),
    "macro": con_anexo(b"oficio.docm", _zip("word/vbaProject.bin", b"macro")),
    "doc viejo": con_anexo(b"oficio.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 600),
    "acceso directo": con_anexo(b"oficio.lnk", b"L\x00\x00\x00\x01\x14\x02\x00" + b"0" * 80),
    "disco": con_anexo(b"oficio.iso", b"0" * 3000),
    "guion": con_anexo(b"oficio.js", b"WScript.Shell"),
    "texto": con_anexo(b"oficio.txt", b"soy un oficio", b"text/plain"),
    "ruta en el nombre": con_anexo(b"../../../etc/passwd", b"root:x:0:0"),
    "ruta de windows": con_anexo(b"C:\\Windows\\oficio.exe", b"MZ"),
    "nombre con nulos": con_anexo(b"a\x00b.exe", b"MZ"),
    "nombre larguisimo": con_anexo(b"n" * 4000 + b".exe", b"MZ"),
    "nombre que invierte la escritura": con_anexo("oficio\u202efdp.exe".encode(), b"MZ"),
    "base64 cortado": con_anexo(b"oficio.pdf", OFICIO, b"application/pdf")[:-200] + b"\r\n",
    "logo en linea": con_anexo(b"image001.png", b"\x89PNG\r\n\x1a\n" + b"0" * 300, b"image/png", b"Content-ID: <logo@x>\r\n"),
    "rar": con_anexo(b"oficios.rar", b"Rar!\x1a\x07\x00" + b"0" * 100),
    "7z": con_anexo(b"oficios.7z", b"7z\xbc\xaf\x27\x1c" + b"0" * 100),
}
FALSIFICADOS = {
    "dmarc falso": de_puebla(b"Authentication-Results: mx.impostor.mx; dmarc=pass", b"Subject: ZC-2022-1/T3.1/PUE-SS"),
    "dmarc propio que falla": de_puebla(b"Authentication-Results: mx.secretaria.mx; dmarc=fail header.from=demo.mx"),
    "autenticacion ilegible": de_puebla(b"Authentication-Results: ((((;;;; = = mx.secretaria.mx"),
    "autenticacion honda": de_puebla(b"Authentication-Results: " + b"(" * 3000),
    "direccion firmada inventada": de_puebla(b"To: buzon+caaaaaaaaaaaaaaaaaaaaaaaaaa-aaaaaaaaaaaaa@secretaria.mx"),
    "hilo inventado": de_puebla(b"In-Reply-To: <haaaaaaaaaaaaaaaaaaaaaaaaaa-aaaaaaaaaaaaa@localhost>"),
    "se hace pasar por el sistema": de_puebla(b"From: Seguimiento <seguimiento@localhost>"),
    "se hace pasar por el buzon": de_puebla(b"From: buzon@secretaria.mx"),
}
DE_MAQUINAS = {
    "vacaciones": de_puebla(b"Auto-Submitted: auto-replied", b"Subject: Fuera de la oficina"),
    "respuesta automatica de outlook": de_puebla(b"Subject: Respuesta autom\xc3\xa1tica: oficio"),
    "acuse de lectura": de_puebla(b"Content-Type: multipart/report; report-type=disposition-notification; boundary=f"),
    "boletin": de_puebla(b"List-Unsubscribe: <mailto:x@y>", b"Precedence: bulk"),
    "rebote sin partes": de_puebla(b"From: MAILER-DAEMON@x.mx", b"Return-Path: <>"),
    "rebote roto": de_puebla(
        b"Content-Type: multipart/report; report-type=delivery-status; boundary=f", cuerpo=b"\r\n\r\n--f\r\nContent-Type: message/delivery-status\r\n\r\n\x00"
    ),
    "bucle por x-loop": de_puebla(b"X-Loop: localhost"),
    "bucle por saltos": de_puebla(*[b"Received: from a by b"] * 60),
    "correo propio que vuelve": de_puebla(b"Message-ID: <aviso.abc@localhost>"),
}
FAMILIAS = {
    "encabezados": ENCABEZADOS,
    "codificaciones": CODIFICACIONES,
    "anidados": ANIDADOS,
    "anexos": ANEXOS,
    "falsificados": FALSIFICADOS,
    "de maquinas": DE_MAQUINAS,
}
TODOS = [(f"{familia}: {nombre}", crudo) for familia, suyos in FAMILIAS.items() for nombre, crudo in suyos.items()]
