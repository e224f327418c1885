"""PURE. Texts of `karlsson-body find`, in German and English. No I/O."""

FIND_TEXTS: dict[str, tuple[str, str]] = {
    "find_head": ("Gefunden", "Found"),
    "find_proposal": (
        "Vorschlag: {title}",
        "Proposal: {title}",
    ),
    "find_title_good": (
        "wie die gute Bauart (hardware/papers/builds/good.md)",
        "as the good build (hardware/papers/builds/good.md)",
    ),
    "find_title_simple": (
        "wie die einfache Bauart (hardware/papers/builds/simple.md)",
        "as the simple build (hardware/papers/builds/simple.md)",
    ),
    "find_none": (
        "Kein Vorschlag. Erst beheben, was fehlt; dann noch einmal suchen.",
        "No proposal. First mend what is missing, then search once more.",
    ),
    "find_searching": (
        "Frage Servos, Platinen und Pins; nichts bewegt sich. Bis zu einer halben Minute ...",
        "Asking servos, boards and pins; nothing moves. Up to half a minute ...",
    ),
    "find_none_running": (
        "Kein Vorschlag, solange der Körper läuft: seine Bauart ist gewählt.",
        "No proposal while the body runs: how it is built has been chosen.",
    ),
    "find_stop": (
        "Für eine neue Suche: sudo systemctl stop karlsson-body, danach start",
        "For a new search: sudo systemctl stop karlsson-body, then start",
    ),
    "find_fits": ("passt", "fits"),
    "find_missing": ("fehlt", "missing"),
    "find_left_over": ("übrig", "left over"),
    "find_to_check": ("prüfen", "to check"),
    # what was found
    "find_servos": (
        "{port}: {count} Servos {make}, Nummern {ids}, {baud} Baud{volts}",
        "{port}: {count} {make} servos, ids {ids}, {baud} baud{volts}",
    ),
    "find_one_servo": (
        "{port}: 1 Servo {make}, Nummer {ids}, {baud} Baud{volts}",
        "{port}: 1 {make} servo, id {ids}, {baud} baud{volts}",
    ),
    "find_is_maestro": ("{port}: Pololu Maestro", "{port}: Pololu Maestro"),
    "find_is_silent": ("{port}: niemand antwortet", "{port}: nobody answers"),
    "find_is_talks": ("{port}: sendet von sich aus", "{port}: sends by itself"),
    "find_is_foreign": ("{port}: eine unbekannte Antwort", "{port}: an unknown answer"),
    "find_is_modem": (
        "{port}: nicht gefragt, dem Namen nach ein Modem; sind es doch Servos: --port {port}",
        "{port}: not asked, a modem by its name; if it has servos after all: --port {port}",
    ),
    "find_is_console": (
        "{port}: nicht gefragt, die Konsole des Systems; raspi-config schaltet sie ab",
        "{port}: not asked, the system's console; raspi-config switches it off",
    ),
    "find_is_second": (
        "{port}: nicht gefragt, der zweite Anschluss des Maestro",
        "{port}: not asked, the Maestro's second port",
    ),
    "find_is_taken": (
        "{port}: hält ein anderes Programm",
        "{port}: another program has it",
    ),
    "find_is_forbidden": (
        "{port}: dieser Benutzer darf nicht",
        "{port}: this user may not open it",
    ),
    "find_is_gone": ("{port}: ist nicht da", "{port}: is not there"),
    "find_is_unusable": (
        "{port}: ist kein serieller Anschluss",
        "{port}: is no serial port",
    ),
    "find_is_late": (
        "{port}: kam in der Zeit zu keinem Ende",
        "{port}: did not end in time",
    ),
    "find_no_port": ("kein serieller Anschluss", "no serial port"),
    "find_chips": ("I2C {bus}: {chips}", "I2C {bus}: {chips}"),
    "find_no_chips": ("I2C: niemand antwortet", "I2C: nobody answers"),
    "find_pins": ("Pins: bereit ({chips})", "pins: ready ({chips})"),
    "find_i2c_is_off": ("I2C: ausgeschaltet", "I2C: switched off"),
    "find_i2c_is_forbidden": ("I2C: dieser Benutzer darf nicht", "I2C: this user may not open it"),
    "find_i2c_is_held": ("I2C: blockiert", "I2C: held"),
    "find_i2c_is_broken": ("I2C: überträgt nicht sauber", "I2C: does not transfer cleanly"),
    "find_i2c_is_late": ("I2C: kam zu keinem Ende", "I2C: did not end in time"),
    "find_pins_are_none": ("Pins: keine", "pins: none"),
    "find_pins_are_forbidden": (
        "Pins: dieser Benutzer darf nicht",
        "pins: this user may not open them",
    ),
    "find_pins_are_no_library": ("Pins: lgpio fehlt", "pins: lgpio is missing"),
    "find_running": (
        "Der Körper läuft (Treiber {driver}) und hält seine Anschlüsse",
        "The body runs (driver {driver}) and holds its ports",
    ),
    # fits
    "find_servo": (
        "{axis}: Servo {id} {model}",
        "{axis}: servo {id} {model}",
    ),
    "find_maestro": ("Maestro an {port}", "Maestro at {port}"),
    "find_pca9685": ("Servo-Platine PCA9685 ({address})", "servo board PCA9685 ({address})"),
    "find_eyes": ("Augen: zwei LED-Matrizen ({where})", "eyes: two LED matrices ({where})"),
    "find_gauge": ("Akku-Messer {kind} ({address})", "battery gauge {kind} ({address})"),
    # missing
    "find_choose": (
        "Mehr als eines kann die Servos treiben. Das andere abstecken, oder den Anschluss nennen: "
        "karlsson-body find --port ANSCHLUSS",
        "More than one can drive the servos. Unplug the other, or name the port: "
        "karlsson-body find --port PORT",
    ),
    "find_no_servos": (
        "Keine Servos: kein Bus antwortet, und dieser Rechner hat keine Pins. Adapter einstecken, "
        "Strom der Servos an?",
        "No servos: no bus answers, and this computer has no pins. Plug the adapter in; is the "
        "servos' supply on?",
    ),
    "find_port_silent": (
        "An {port} antwortet kein Servo. Strom der Servos an, Stecker richtig herum? Gehört der "
        "Adapter nicht zum Körper: abstecken",
        "No servo answers at {port}. Is the servos' supply on, the plug the right way round? If "
        "the adapter is no part of the body: unplug it",
    ),
    "find_port_taken": (
        "{port} hält ein anderes Programm. Der Körper? sudo systemctl stop karlsson-body. Sonst "
        "nennt es: sudo fuser -v {port}",
        "Another program has {port}. The body? sudo systemctl stop karlsson-body. Else this names "
        "it: sudo fuser -v {port}",
    ),
    "find_port_forbidden": (
        "{port} darf dieser Benutzer nicht öffnen. Mit sudo aufrufen",
        "This user may not open {port}. Call it with sudo",
    ),
    "find_port_gone": (
        "{port} ist nicht da. Einstecken, oder einen anderen nennen: ls /dev/serial/by-id",
        "{port} is not there. Plug it in, or name another one: ls /dev/serial/by-id",
    ),
    "find_port_unusable": (
        "{port} ist kein serieller Anschluss. Einen anderen nennen: ls /dev/serial/by-id",
        "{port} is no serial port. Name another one: ls /dev/serial/by-id",
    ),
    "find_port_late": (
        "{port} kam zu keinem Ende. Adapter aus- und einstecken, dann noch einmal",
        "{port} did not end. Unplug the adapter and plug it in, then once more",
    ),
    "find_doubled": (
        "Zwei Servos haben die Nummer {id} ({port}). Einzeln anstecken und jedem mit dem Werkzeug "
        "des Herstellers eine eigene geben: 1 pan, 2 tilt, 3 Arm",
        "Two servos have the id {id} ({port}). Connect one at a time and give each its own with "
        "the maker's tool: 1 pan, 2 tilt, 3 arm",
    ),
    "find_too_few": (
        "Nur {count} Servo an {port}, der Kopf braucht zwei. Kette und Stecker prüfen",
        "Only {count} servo at {port}, the head needs two. Check the chain and its plugs",
    ),
    "find_no_hand": (
        "Der dritte Servo (Arm). Ohne Arm geht es auch",
        "The third servo (arm). It works without an arm, too",
    ),
    "find_no_eyes": (
        "Die Augen (zwei LED-Matrizen HT16K33, 0x70 und 0x71). Stecker von SDA, SCL und 3,3 V "
        "prüfen; sonst zeigt nur der Ring",
        "The eyes (two LED matrices HT16K33, 0x70 and 0x71). Check the plugs of SDA, SCL and "
        "3.3 V; else only the ring shows",
    ),
    "find_no_gauge": (
        "Der Akku-Messer (INA219, 0x40). Ohne ihn warnt niemand vor dem leeren Akku",
        "The battery gauge (INA219, 0x40). Without it nobody warns of an empty battery",
    ),
    "find_i2c_off": (
        "I2C ist aus, also wurde keine Platine gefragt: sudo raspi-config nonint do_i2c 0, dann "
        "neu starten",
        "I2C is off, so that no board was asked: sudo raspi-config nonint do_i2c 0, then restart",
    ),
    "find_i2c_forbidden": (
        "I2C darf dieser Benutzer nicht öffnen. Mit sudo aufrufen",
        "This user may not open I2C. Call it with sudo",
    ),
    "find_i2c_held": (
        "I2C ist blockiert: Kurzschluss an SDA oder SCL, oder eine Platine hängt. Roboter aus und "
        "an, dann eine Platine nach der anderen abstecken",
        "I2C is held: a short of SDA or SCL, or a board hangs. Robot off and on, then unplug board "
        "by board",
    ),
    "find_i2c_broken": (
        "I2C überträgt nicht sauber. Stecker von SDA und SCL prüfen, Kabel kurz halten",
        "I2C does not transfer cleanly. Check the plugs of SDA and SCL, keep the wires short",
    ),
    "find_i2c_late": (
        "I2C kam zu keinem Ende. Roboter aus und an, dann noch einmal",
        "I2C did not end. Robot off and on, then once more",
    ),
    "find_no_i2c_lights": (
        "Darum sind die Augen (LED-Matrizen) nicht dabei. Sind sie eingebaut: erst beheben",
        "So the eyes (LED matrices) are left out. If they are built in: mend that first",
    ),
    "find_no_i2c_battery": (
        "Darum ist der Akku-Messer nicht dabei. Ist er eingebaut: erst beheben",
        "So the battery gauge is left out. If it is built in: mend that first",
    ),
    "find_pins_none": (
        "Pins: dieser Rechner hat keine, also weder Ring noch Tasten. Ein Raspberry Pi hat sie",
        "Pins: this computer has none, so neither ring nor buttons. A Raspberry Pi has them",
    ),
    "find_pins_forbidden": (
        "Die Pins darf dieser Benutzer nicht öffnen. Mit sudo aufrufen",
        "This user may not open the pins. Call it with sudo",
    ),
    "find_pins_no_library": (
        "Die Pins brauchen lgpio: sudo apt install python3-lgpio",
        "The pins need lgpio: sudo apt install python3-lgpio",
    ),
    # left over
    "find_driving": ("{what}: kann die Servos treiben", "{what}: can drive the servos"),
    "find_other_baud": (
        "Servo {id} antwortet mit {found} Baud, die anderen mit {baud}. Mit dem Werkzeug des "
        "Herstellers auf {baud} stellen",
        "Servo {id} answers at {found} baud, the others at {baud}. Set it to {baud} with the "
        "maker's tool",
    ),
    "find_servo_over": (
        "Servo {id}: hat keine Achse. In body.toml von Hand, oder abstecken",
        "Servo {id}: has no axis. By hand in body.toml, or unplug it",
    ),
    "find_eyes_over": (
        "LED-Matrix bei {where}: es müssen zwei sein, jede mit eigener Adresse (Lötbrücke)",
        "LED matrix at {where}: there have to be two, each with its own address (solder bridge)",
    ),
    "find_gauge_over": (
        "Akku-Messer {kind} ({address}): nur einer kann gelten. In body.toml, [battery]",
        "Battery gauge {kind} ({address}): only one can count. In body.toml, [battery]",
    ),
    "find_light_sensor": (
        "Lichtsensor bei {address}, wohl {kind}: sein Name kommt in [lights.ambient] von Hand, "
        "denn an der Antwort ist er nicht zu erkennen",
        "Light sensor at {address}, probably {kind}: it goes into [lights.ambient] by hand, "
        "since its answer does not tell which it is",
    ),
    "find_chip_over": (
        "Ein Baustein bei {address}, den hier niemand kennt",
        "A chip at {address} that nobody here knows",
    ),
    "find_port_foreign": (
        "An {port} antwortet etwas, das kein bekannter Servo ist",
        "At {port} something answers that is no known servo",
    ),
    "find_port_talks": (
        "An {port} sendet etwas von sich aus; es wurde nicht gefragt",
        "At {port} something sends by itself; it was not asked",
    ),
    # to check
    "find_hobby_servos": (
        "Kein Servo antwortet. Dann können es nur Hobby-Servos an den Pins 12 (pan), 13 (tilt) und "
        "19 (Arm) sein, die nie antworten. Ist es so gebaut? Bus-Servos: Adapter und Strom prüfen",
        "No servo answers. Then they can only be hobby servos on the pins 12 (pan), 13 (tilt) and "
        "19 (arm), which never answer. Is it built like that? Bus servos: check adapter and supply",
    ),
    "find_channels": (
        "Ausgang 0 pan, 1 tilt, 2 Arm: so gesteckt? Das Kalibrieren merkt es, wenn nicht",
        "Output 0 pan, 1 tilt, 2 arm: plugged like that? If not, calibration notices",
    ),
    "find_guessed_ids": (
        "Geraten nach der Reihe: {numbers}. Das Kalibrieren merkt es, wenn sie vertauscht sind",
        "Guessed by their order: {numbers}. Calibration notices if they are swapped",
    ),
    "find_no_build": (
        "Mit Dynamixel ist keine Bauart beschrieben; alles andere ist wie bei der guten",
        "No build is described with Dynamixel; everything else is as in the good one",
    ),
    "find_slow": (
        "{baud} Baud sind zu langsam für 50 Werte in der Sekunde. Mit dem Werkzeug des Herstellers "
        "auf 1000000 stellen, dann noch einmal suchen",
        "{baud} baud are too slow for 50 readings a second. Set them to 1000000 with the maker's "
        "tool, then search again",
    ),
    "find_eyes_check": (
        "Welches Auge links ist, und ob es aufrecht steht: karlsson-body test zeigt es",
        "Which eye is the left one, and whether it is upright: karlsson-body test shows it",
    ),
    "find_gauge_check": (
        "[battery]: Zellen, Ah und Shunt so wie auf Akku und Platine gedruckt",
        "[battery]: cells, Ah and shunt as printed on battery and board",
    ),
    "find_pins_check": (
        "Ring und Tasten an den Pins der Bauart: karlsson-body test zeigt es",
        "Ring and buttons on the build's pins: karlsson-body test shows it",
    ),
    # accepting
    "find_how_on": (
        "Nichts wurde geändert. Den Vorschlag annehmen: sudo karlsson-body find --write",
        "Nothing was changed. To accept the proposal: sudo karlsson-body find --write",
    ),
    "find_same": (
        "{path} sagt genau das. Nichts zu tun.",
        "{path} says exactly this. Nothing to do.",
    ),
    "find_ask": (
        "In {path} schreiben? Tippe ja: ",
        "Write this to {path}? Type yes: ",
    ),
    "find_kept": ("Das alte liegt daneben: {path}", "The old one lies beside it: {path}"),
    "find_written": (
        "Geschrieben: {path}. Es gilt ab dem nächsten Start: sudo systemctl restart karlsson-body",
        "Written: {path}. It holds from the next start on: sudo systemctl restart karlsson-body",
    ),
    "find_not_written": (
        "Nicht geschrieben. Nichts wurde geändert.",
        "Not written. Nothing was changed.",
    ),
    "find_nobody_types": (
        "Zum Annehmen muss jemand ja tippen: ohne Pipe an einem Terminal aufrufen.",
        "Somebody has to type yes: call it at a terminal, without a pipe.",
    ),
}
