"""A robot's own link to its bridge, made from its configuration."""

from collections.abc import Awaitable, Callable, Mapping

from robot.links.bridge_link import Link, LinkNews
from robot.links.enroller import Enroller
from robot.links.offer_nonces import OfferNonces
from robot.settings.config import RobotConfig, credential, outward_of
from robot.settings.enrolment import EnrolmentFiles
from robot.settings.identity import Identity


def link_of(
    config: RobotConfig,
    environment: Mapping[str, str],
    identity: Identity,
    tell: Callable[[LinkNews], Awaitable[None]],
    nonces: OfferNonces | None = None,
    enroller: Enroller | None = None,
    robot_id: str | None = None,
) -> Link:
    """Return the link of a robot.

    Args:
        config: As loaded.
        environment: Names the way out of the network where the configuration does not.
        identity: The robot's key.
        tell: Takes the news, in order.
        nonces: Nonces that children's offers have to reply to.
        enroller: Knows the robot's name from its enrolment.
        robot_id: Name without an enroller; None for the configuration's.

    Raises:
        ConfigError: The proxy is of another kind, or its password cannot be read.
    """
    return Link(
        config.bridge,
        config.robot.id if robot_id is None else robot_id,
        identity,
        tell,
        nonces,
        outward_of(config.network, environment),
        config.network.ca_file,
        enroller,
    )


def enroller_of(
    config: RobotConfig, environment: Mapping[str, str], identity: Identity
) -> Enroller:
    """Return who enrols the robot; a key that systemd hands over is not replaced."""
    return Enroller(
        config.robot,
        EnrolmentFiles(config.state_dir),
        identity,
        key_is_given=credential(environment) is not None,
    )
