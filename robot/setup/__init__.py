"""Setting a robot up, from "nobody knows how it is built" to "ready for class".

media_list.py, media_scan.py   cameras and sound cards that are there
find_command.py                `karlsson-robot find`: these, and what `karlsson-body find` finds
steps.py, record.py, look.py   what is done and what is open, from what is on the disk
guide.py, hands.py             the steps themselves, one after the other
command.py                     `karlsson-robot setup`
"""
