"""Datos y restricciones del núcleo. Cada módulo, un agregado."""

from conferencia.models.acta import Acta, EstadoActa, Reunion
from conferencia.models.compromiso import ClasePlazo, Compromiso, Modo, Naturaleza, Responsable
from conferencia.models.credencial import CredencialApi
from conferencia.models.designacion import Designacion, Rol
from conferencia.models.disposicion import Clase, Disposicion, Parrafo, Referencia
from conferencia.models.estructura import (
    Calendario,
    ContactoInstitucional,
    Denominacion,
    DenominacionOrgano,
    DiaInhabil,
    EntidadFederativa,
    Institucion,
    Organo,
    Pertenencia,
    TipoInstitucion,
    Zona,
)
from conferencia.models.hecho import Hecho
from conferencia.models.obligacion import EstadoObligacion, Obligacion, Parte
from conferencia.models.oficio import (
    Archivo,
    ArchivoDeOficio,
    Canal,
    Entrega,
    EstadoEntrega,
    Observacion,
    Oficio,
    Sentido,
)
from conferencia.models.recepcion import EstadoRecepcion, Recepcion
from conferencia.models.trabajo import EstadoTrabajo, Informe, Trabajo
from conferencia.models.usuario import Usuario

__all__ = [
    "Acta",
    "Archivo",
    "ArchivoDeOficio",
    "Calendario",
    "Canal",
    "Clase",
    "ClasePlazo",
    "Compromiso",
    "ContactoInstitucional",
    "CredencialApi",
    "Denominacion",
    "DenominacionOrgano",
    "Designacion",
    "DiaInhabil",
    "Disposicion",
    "EntidadFederativa",
    "Entrega",
    "EstadoActa",
    "EstadoEntrega",
    "EstadoObligacion",
    "EstadoRecepcion",
    "EstadoTrabajo",
    "Hecho",
    "Informe",
    "Institucion",
    "Modo",
    "Naturaleza",
    "Obligacion",
    "Observacion",
    "Oficio",
    "Organo",
    "Parrafo",
    "Parte",
    "Pertenencia",
    "Recepcion",
    "Referencia",
    "Responsable",
    "Reunion",
    "Rol",
    "Sentido",
    "TipoInstitucion",
    "Trabajo",
    "Usuario",
    "Zona",
]
