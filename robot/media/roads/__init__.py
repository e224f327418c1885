"""Roads between robot and child: ICE servers, what is known of them, and whom we send to."""
